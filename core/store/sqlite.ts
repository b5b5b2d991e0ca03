/** The store of a single n8n instance: a SQLite file that its processes on one machine share. */
import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../clock';
import type { Timers } from '../timers';
import type { EventDefinitionStore } from './event-definitions';
import type { LogBatch, LoggedRequest } from './request-log';
import {
	BEFORE_ALL,
	CLAIMS_SCHEMA,
	CONFIRM,
	EXTEND,
	FORGET,
	FORGET_PORTION,
	LOOK_UP,
	numberOf,
	PORTION_END,
	RELEASE,
	SHRINK,
	SWEEP_PORTION,
	SWEEP_REST,
	take,
	type Key,
} from './sqlite-claims';
import { EVENT_DEFINITIONS_SCHEMA, sqliteEventDefinitions } from './sqlite-event-definitions';
import { SqliteFile } from './sqlite-file';
import { LOG_SCHEMA, SqliteRequestLog } from './sqlite-log';
import type { Claim, IncomingStore, MaybePromise, RateLimiter, Sample } from './store';

const SCHEMA = `
	CREATE TABLE IF NOT EXISTS endpoint_samples (
		sample_key TEXT PRIMARY KEY,
		sample TEXT NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS damages (at INTEGER NOT NULL) STRICT;`;

const NOTE_DAMAGE = 'INSERT INTO damages (at) VALUES (?1)';
const LAST_DAMAGE = 'SELECT max(at) AS at FROM damages';

const SAVE_SAMPLE = `
	INSERT INTO endpoint_samples (sample_key, sample) VALUES (:sampleKey, :sample)
	ON CONFLICT DO UPDATE SET sample = excluded.sample`;

const LOAD_SAMPLE = 'SELECT sample FROM endpoint_samples WHERE sample_key = :sampleKey';

const SCHEMAS = [CLAIMS_SCHEMA, SCHEMA, LOG_SCHEMA, EVENT_DEFINITIONS_SCHEMA];

/** Writes a page without changing what is stored: tells whether the file can be written at all. */
const WRITE_NOTHING_NEW = 'PRAGMA user_version = 1';

const SWEEP_EVERY_MS = 10 * 60_000;
const SWEEP_PAUSE_MS = 20;

export interface SqliteServices {
	clock: Clock;
	/** Counts from the start of the machine, the same in all its processes. */
	monotonic: Clock;
	timers: Timers;
	/** Counts requests; a file would be too slow for that. */
	limiter: RateLimiter;
	/** Told when a damaged file was set aside and a new one begun. */
	onDamage?: (message: string) => void;
}

export class SqliteStore implements IncomingStore {
	readonly consume: RateLimiter['consume'];
	readonly giveBack: RateLimiter['giveBack'];
	readonly events: EventDefinitionStore;
	private readonly file: SqliteFile;
	private readonly log: SqliteRequestLog;
	private isSweeping = false;
	private cancelSweep = () => {};

	/**
	 * Opens nothing before the first call.
	 * @param path of the file; created when it is missing, its folder is not
	 */
	constructor(
		path: string,
		private readonly services: SqliteServices,
	) {
		const onDamage = (message: string) => {
			void this.noteDamage(services.clock.now());
			services.onDamage?.(message);
		};
		this.file = new SqliteFile(path, SCHEMAS.join(''), { ...services, onDamage });
		this.events = sqliteEventDefinitions(this.file);
		this.log = new SqliteRequestLog(this.file, () => services.clock.now());
		this.consume = (...use) => services.limiter.consume(...use);
		this.giveBack = (...use) => services.limiter.giveBack(...use);
	}

	claim(
		endpoint: string,
		hash: string,
		times: { windowMs: number; leaseMs: number },
	): MaybePromise<Claim> {
		this.sweepRegularly();
		const bytes = Buffer.from(hash, 'hex');
		return this.file.run((database) => {
			const key = { endpoint: numberOf(database, endpoint), hash: bytes };
			return take(database, key, { ...this.times(), ...times });
		});
	}

	extend(
		endpoint: string,
		hash: string,
		token: string,
		{ leaseMs }: { leaseMs: number },
	): MaybePromise<boolean> {
		return this.change(EXTEND, { endpoint, hash, token }, () => [this.times().uptime, leaseMs]);
	}

	confirm(
		endpoint: string,
		hash: string,
		token: string,
		{ windowMs }: { windowMs: number },
	): MaybePromise<boolean> {
		return this.change(CONFIRM, { endpoint, hash, token }, () => [this.times().now, windowMs]);
	}

	async release(endpoint: string, hash: string, token: string): Promise<void> {
		await this.change(RELEASE, { endpoint, hash, token }, () => []);
	}

	async lookUp(endpoint: string, hash: string): Promise<number | undefined> {
		const bytes = Buffer.from(hash, 'hex');
		const row = await this.file.run((database) =>
			database.prepare(LOOK_UP).get(numberOf(database, endpoint), bytes, this.times().now),
		);
		return row && Number(row['acceptedAt']);
	}

	async forget(endpoint: string, hash: string): Promise<boolean> {
		const bytes = Buffer.from(hash, 'hex');
		const { changes } = await this.file.run((database) =>
			database.prepare(FORGET).run(numberOf(database, endpoint), bytes),
		);
		return changes > 0;
	}

	async forgetAll(endpoint: string): Promise<number> {
		let count = 0;
		for (;;) {
			const { changes } = await this.file.run((database) =>
				database.prepare(FORGET_PORTION).run(numberOf(database, endpoint)),
			);
			if (changes === 0) return count;
			count += Number(changes);
			await setImmediate();
		}
	}

	async append(batch: LogBatch): Promise<void> {
		await this.log.append(batch);
	}

	async requests(scope: string, endpoint: string, now: number): Promise<LoggedRequest[]> {
		return await this.log.requests(scope, endpoint, now);
	}

	async endpoints(scope: string): Promise<string[]> {
		return await this.log.endpoints(scope);
	}

	async scopeOf(endpoint: string): Promise<string | undefined> {
		return await this.log.scopeOf(endpoint);
	}

	async save(sampleKey: string, sample: Sample): Promise<void> {
		const row = { sampleKey, sample: JSON.stringify(sample) };
		await this.file.run((database) => database.prepare(SAVE_SAMPLE).run(row));
	}

	async load(sampleKey: string): Promise<Sample | undefined> {
		const row = await this.file.run((database) => database.prepare(LOAD_SAMPLE).get({ sampleKey }));
		return row && (JSON.parse(String(row['sample'])) as Sample);
	}

	async check(): Promise<void> {
		this.sweepRegularly();
		await this.file.run((database) => database.exec(WRITE_NOTHING_NEW));
	}

	async damagedAt(): Promise<number | undefined> {
		const row = await this.file.run((database) => database.prepare(LAST_DAMAGE).get());
		return typeof row?.['at'] === 'number' ? row['at'] : undefined;
	}

	/** In the new file, once the work that found the damage is done. */
	private async noteDamage(at: number): Promise<void> {
		await setImmediate();
		try {
			await this.file.run((database) => database.prepare(NOTE_DAMAGE).run(at));
		} catch {
			// The log has it; a file that cannot be written is told to the next request.
			return;
		}
	}

	close(): void {
		this.cancelSweep();
		this.isSweeping = false;
		this.file.close();
	}

	private times(): { now: number; uptime: number } {
		const { clock, monotonic } = this.services;
		return { now: clock.now(), uptime: monotonic.now() };
	}

	/** @param values read when the statement runs, which may have waited for a lock */
	private change(
		sql: string,
		{ endpoint, hash, token }: { endpoint: string; hash: string; token: string },
		values: () => number[],
	): MaybePromise<boolean> {
		const bytes = Buffer.from(hash, 'hex');
		return this.file.run(
			(database) =>
				database.prepare(sql).run(numberOf(database, endpoint), bytes, token, ...values()).changes >
				0,
		);
	}

	/** Expired rows are removed between requests, a portion at a time, also when none come any more. */
	private sweepRegularly(): void {
		if (this.isSweeping) return;
		this.isSweeping = true;
		this.sweepAfter(BEFORE_ALL, SWEEP_PAUSE_MS);
	}

	private sweepAfter(last: Key, pauseMs: number): void {
		const sweep = async () => {
			const next = await this.sweep(last);
			if (!this.isSweeping) return;
			if (next) this.sweepAfter(next, SWEEP_PAUSE_MS);
			else this.sweepAfter(BEFORE_ALL, SWEEP_EVERY_MS);
		};
		this.cancelSweep = this.services.timers.after(pauseMs, () => void sweep());
	}

	/** @returns the last row that was looked at; `undefined` when no more are left */
	private async sweep(after: Key): Promise<Key | undefined> {
		try {
			return await this.file.run((database) => {
				const last = database.prepare(PORTION_END).get({ ...after }) as Key | undefined;
				const values = { ...after, ...this.times() };
				const { changes } = last
					? database
							.prepare(SWEEP_PORTION)
							.run({ ...values, lastEndpoint: last.endpoint, lastHash: last.hash })
					: database.prepare(SWEEP_REST).run(values);
				if (changes > 0) database.exec(SHRINK);
				return last;
			});
		} catch {
			// Nothing is lost: requests see for themselves what is expired, and the next sweep comes.
			return undefined;
		}
	}
}
