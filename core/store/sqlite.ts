/** The store of a single n8n instance: a SQLite file that its processes on one machine share. */
import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../clock';
import type { Timers } from '../timers';
import type { LogBatch, LoggedRequest } from './request-log';
import { SqliteFile, type Database } from './sqlite-file';
import { LOG_SCHEMA, SqliteRequestLog } from './sqlite-log';
import type { Claim, IncomingStore, RateLimiter, Sample } from './store';
import { newToken } from './token';

/**
 * A claim is a row with a lease (`accepted_at` is null) or on record (`accepted_at` is the time of the last
 * request with this hash). `expires_at` says from when on the sweep may take it. Times are milliseconds.
 * There is no index by expiry: it would double what every claim writes. Endpoints have numbers, because their
 * names would double the size of a row.
 */
const SCHEMA = `
	CREATE TABLE IF NOT EXISTS endpoints (
		id INTEGER PRIMARY KEY,
		name TEXT NOT NULL UNIQUE
	) STRICT;
	CREATE TABLE IF NOT EXISTS claims (
		endpoint INTEGER NOT NULL,
		hash BLOB NOT NULL,
		token TEXT NOT NULL,
		accepted_at INTEGER,
		expires_at INTEGER NOT NULL,
		PRIMARY KEY (endpoint, hash)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS endpoint_samples (
		sample_key TEXT PRIMARY KEY,
		sample TEXT NOT NULL
	) STRICT, WITHOUT ROWID;`;

/** Gives an endpoint its number when it has none yet. */
const ENDPOINT = `
	INSERT INTO endpoints (name) VALUES (?1) ON CONFLICT DO UPDATE SET name = name RETURNING id`;

// The statements about one claim bind by position, which SQLite does faster than by name: ?1 endpoint, ?2 hash.

/**
 * Takes the place of nothing, of a lease that is over, or of an accept whose window is over.
 * ?3 token, ?4 now, ?5 lease, ?6 window.
 */
const CLAIM = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at) VALUES (?1, ?2, ?3, NULL, ?4 + ?5)
	ON CONFLICT DO UPDATE SET token = excluded.token, accepted_at = NULL, expires_at = excluded.expires_at
	WHERE coalesce(accepted_at + ?6, expires_at) <= ?4`;

/** ?3 now, ?4 window. */
const RENEW = `
	UPDATE claims SET accepted_at = ?3, expires_at = ?3 + ?4
	WHERE endpoint = ?1 AND hash = ?2 AND accepted_at + ?4 > ?3`;

const LEASE_END = `
	SELECT expires_at AS leaseEnd FROM claims WHERE endpoint = ?1 AND hash = ?2 AND accepted_at IS NULL`;

/** Puts back a claim that vanished with its file, as `CONFIRM` does. ?3 token, ?4 now, ?5 lease. */
const EXTEND = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at) VALUES (?1, ?2, ?3, NULL, ?4 + ?5)
	ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at
	WHERE token = excluded.token AND accepted_at IS NULL`;

/** ?3 token, ?4 now, ?5 window. */
const CONFIRM = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?4 + ?5)
	ON CONFLICT DO UPDATE SET accepted_at = excluded.accepted_at, expires_at = excluded.expires_at
	WHERE token = excluded.token`;

/** ?3 token. */
const RELEASE = `
	DELETE FROM claims WHERE endpoint = ?1 AND hash = ?2 AND token = ?3 AND accepted_at IS NULL`;

const LOOK_UP = `
	SELECT accepted_at AS acceptedAt FROM claims
	WHERE endpoint = ?1 AND hash = ?2 AND accepted_at IS NOT NULL AND expires_at > ?3`;

const FORGET = 'DELETE FROM claims WHERE endpoint = ?1 AND hash = ?2 AND accepted_at IS NOT NULL';

/** Few enough at a time to hold up no request. */
const FORGET_PORTION = `
	DELETE FROM claims WHERE (endpoint, hash) IN (
		SELECT endpoint, hash FROM claims WHERE endpoint = ?1 AND accepted_at IS NOT NULL LIMIT 1000)`;

const SAVE_SAMPLE = `
	INSERT INTO endpoint_samples (sample_key, sample) VALUES (:sampleKey, :sample)
	ON CONFLICT DO UPDATE SET sample = excluded.sample`;

const LOAD_SAMPLE = 'SELECT sample FROM endpoint_samples WHERE sample_key = :sampleKey';

/** Writes a page without changing what is stored: tells whether the file can be written at all. */
const WRITE_NOTHING_NEW = 'PRAGMA user_version = 1';

/** Looked through at a time: few enough to hold up no request for more than some milliseconds. */
const PORTION_ROWS = 1_000;
const PORTION_END = `
	SELECT endpoint, hash FROM claims WHERE (endpoint, hash) > (:endpoint, :hash)
	ORDER BY endpoint, hash LIMIT 1 OFFSET ${PORTION_ROWS - 1}`;
const SWEEP_PORTION = `
	DELETE FROM claims WHERE (endpoint, hash) > (:endpoint, :hash)
	AND (endpoint, hash) <= (:lastEndpoint, :lastHash) AND expires_at <= :now`;
const SWEEP_REST = `
	DELETE FROM claims WHERE (endpoint, hash) > (:endpoint, :hash) AND expires_at <= :now`;
const SHRINK = 'PRAGMA incremental_vacuum(250)';

const SWEEP_EVERY_MS = 10 * 60_000;
const SWEEP_PAUSE_MS = 20;

/** A place in the order of the claims' keys. */
interface Key {
	endpoint: number;
	hash: Uint8Array;
}

const BEFORE_ALL: Key = { endpoint: 0, hash: Buffer.alloc(0) };

export class SqliteStore implements IncomingStore {
	readonly consume: RateLimiter['consume'];
	private readonly file: SqliteFile;
	private readonly log: SqliteRequestLog;
	private nextSweep = 0;
	private cancelSweep = () => {};

	/**
	 * Opens nothing before the first call.
	 * @param path of the file; created when it is missing, its folder is not
	 * @param limiter counts requests; a file would be too slow for that
	 */
	constructor(
		path: string,
		private readonly clock: Clock,
		private readonly timers: Timers,
		limiter: RateLimiter,
	) {
		this.file = new SqliteFile(path, SCHEMA + LOG_SCHEMA, () => clock.now());
		this.log = new SqliteRequestLog(this.file, () => clock.now());
		this.consume = (endpoint, perSecond) => limiter.consume(endpoint, perSecond);
	}

	claim(endpoint: string, hash: string, times: { windowMs: number; leaseMs: number }): Claim {
		const now = this.clock.now();
		this.planSweep(now);
		const bytes = Buffer.from(hash, 'hex');
		return this.file.run((database) => {
			const key = { endpoint: numberOf(database, endpoint), hash: bytes };
			return take(database, key, { now, ...times });
		});
	}

	extend(endpoint: string, hash: string, token: string, { leaseMs }: { leaseMs: number }): boolean {
		return this.change(EXTEND, endpoint, hash, token, leaseMs);
	}

	confirm(
		endpoint: string,
		hash: string,
		token: string,
		{ windowMs }: { windowMs: number },
	): boolean {
		return this.change(CONFIRM, endpoint, hash, token, windowMs);
	}

	release(endpoint: string, hash: string, token: string): void {
		const bytes = Buffer.from(hash, 'hex');
		this.file.run(
			(database) => database.prepare(RELEASE).run(numberOf(database, endpoint), bytes, token),
			{ patient: true },
		);
	}

	lookUp(endpoint: string, hash: string): number | undefined {
		const bytes = Buffer.from(hash, 'hex');
		const row = this.file.run((database) =>
			database.prepare(LOOK_UP).get(numberOf(database, endpoint), bytes, this.clock.now()),
		);
		return row && Number(row['acceptedAt']);
	}

	forget(endpoint: string, hash: string): boolean {
		const bytes = Buffer.from(hash, 'hex');
		const { changes } = this.file.run(
			(database) => database.prepare(FORGET).run(numberOf(database, endpoint), bytes),
			{ patient: true },
		);
		return changes > 0;
	}

	async forgetAll(endpoint: string): Promise<number> {
		let count = 0;
		for (;;) {
			const { changes } = this.file.run(
				(database) => database.prepare(FORGET_PORTION).run(numberOf(database, endpoint)),
				{ patient: true },
			);
			if (changes === 0) return count;
			count += Number(changes);
			await setImmediate();
		}
	}

	append(batch: LogBatch): void {
		this.log.append(batch);
	}

	requests(scope: string, endpoint: string, now: number): LoggedRequest[] {
		return this.log.requests(scope, endpoint, now);
	}

	endpoints(scope: string): string[] {
		return this.log.endpoints(scope);
	}

	scopeOf(endpoint: string): string | undefined {
		return this.log.scopeOf(endpoint);
	}

	save(sampleKey: string, sample: Sample): void {
		const row = { sampleKey, sample: JSON.stringify(sample) };
		this.file.run((database) => database.prepare(SAVE_SAMPLE).run(row));
	}

	load(sampleKey: string): Sample | undefined {
		const row = this.file.run((database) => database.prepare(LOAD_SAMPLE).get({ sampleKey }));
		return row && (JSON.parse(String(row['sample'])) as Sample);
	}

	check(): void {
		this.file.run((database) => database.exec(WRITE_NOTHING_NEW));
	}

	close(): void {
		this.cancelSweep();
		this.file.close();
	}

	/** What an accept depends on is worth waiting for a lock. */
	private change(
		sql: string,
		endpoint: string,
		hash: string,
		token: string,
		milliseconds: number,
	): boolean {
		const bytes = Buffer.from(hash, 'hex');
		const now = this.clock.now();
		const { changes } = this.file.run(
			(database) =>
				database.prepare(sql).run(numberOf(database, endpoint), bytes, token, now, milliseconds),
			{ patient: true },
		);
		return changes > 0;
	}

	/** Expired rows are removed between requests, a portion at a time. */
	private planSweep(now: number): void {
		if (now < this.nextSweep) return;
		this.nextSweep = now + SWEEP_EVERY_MS;
		this.sweepAfter(BEFORE_ALL);
	}

	private sweepAfter(last: Key): void {
		this.cancelSweep = this.timers.after(SWEEP_PAUSE_MS, () => {
			const next = this.sweep(last);
			if (next) this.sweepAfter(next);
		});
	}

	/** @returns the last row that was looked at; `undefined` when no more are left */
	private sweep(after: Key): Key | undefined {
		try {
			return this.file.run((database) => {
				const last = database.prepare(PORTION_END).get({ ...after }) as Key | undefined;
				const values = { ...after, now: this.clock.now() };
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

/** The numbers of endpoints, as long as a file is open. */
const numbers = new WeakMap<Database, Map<string, number>>();

function numberOf(database: Database, endpoint: string): number {
	const known = numbers.get(database) ?? new Map<string, number>();
	numbers.set(database, known);
	let number = known.get(endpoint);
	if (number === undefined) {
		number = Number(database.prepare(ENDPOINT).get(endpoint)?.['id']);
		known.set(endpoint, number);
	}
	return number;
}

interface Moment {
	now: number;
	windowMs: number;
	leaseMs: number;
}

/**
 * Each statement is atomic, whatever other processes do in between; when they change the row between two of
 * them, all start over.
 */
function take(
	database: Database,
	{ endpoint, hash }: Key,
	{ now, windowMs, leaseMs }: Moment,
): Claim {
	for (;;) {
		const token = newToken();
		const taken = database.prepare(CLAIM).run(endpoint, hash, token, now, leaseMs, windowMs);
		if (taken.changes > 0) return { outcome: 'claimed', token };
		const renewed = database.prepare(RENEW).run(endpoint, hash, now, windowMs);
		if (renewed.changes > 0) return { outcome: 'duplicate' };
		const lease = database.prepare(LEASE_END).get(endpoint, hash);
		if (lease)
			return { outcome: 'inFlight', leaseMs: Math.max(Number(lease['leaseEnd']) - now, 1) };
	}
}
