/** The store of a single n8n instance: a SQLite file that its processes on one machine share. */
import { randomBytes } from 'node:crypto';

import type { Clock } from '../clock';
import type { Timers } from '../timers';
import { SqliteFile, type Database } from './sqlite-file';
import type { Claim, IncomingStore, RateLimiter, SampleParameter } from './store';

/**
 * A claim is a row with a lease (`accepted_at` is null) or on record (`accepted_at` is the time of the last
 * request with this hash). `expires_at` says from when on the sweep may take it. Times are milliseconds.
 */
const SCHEMA = `
	CREATE TABLE IF NOT EXISTS claims (
		endpoint TEXT NOT NULL,
		hash BLOB NOT NULL,
		token TEXT NOT NULL,
		accepted_at INTEGER,
		expires_at INTEGER NOT NULL,
		PRIMARY KEY (endpoint, hash)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS claims_by_expiry ON claims (expires_at);
	CREATE TABLE IF NOT EXISTS samples (
		sample_key TEXT PRIMARY KEY,
		parameters TEXT NOT NULL
	) STRICT, WITHOUT ROWID;`;

/** Takes the place of nothing, of a lease that is over, or of an accept whose window is over. */
const CLAIM = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at)
	VALUES (:endpoint, :hash, :token, NULL, :now + :leaseMs)
	ON CONFLICT DO UPDATE SET token = excluded.token, accepted_at = NULL, expires_at = excluded.expires_at
	WHERE coalesce(accepted_at + :windowMs, expires_at) <= :now`;

const RENEW = `
	UPDATE claims SET accepted_at = :now, expires_at = :now + :windowMs
	WHERE endpoint = :endpoint AND hash = :hash AND accepted_at + :windowMs > :now`;

const LEASE_END = `
	SELECT expires_at AS leaseEnd FROM claims
	WHERE endpoint = :endpoint AND hash = :hash AND accepted_at IS NULL`;

/** Both also put back a claim that vanished with its file. */
const EXTEND = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at)
	VALUES (:endpoint, :hash, :token, NULL, :now + :leaseMs)
	ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at
	WHERE token = excluded.token AND accepted_at IS NULL`;

const CONFIRM = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at)
	VALUES (:endpoint, :hash, :token, :now, :now + :windowMs)
	ON CONFLICT DO UPDATE SET accepted_at = excluded.accepted_at, expires_at = excluded.expires_at
	WHERE token = excluded.token`;

const RELEASE = `
	DELETE FROM claims
	WHERE endpoint = :endpoint AND hash = :hash AND token = :token AND accepted_at IS NULL`;

const SAVE_SAMPLE = `
	INSERT INTO samples (sample_key, parameters) VALUES (:sampleKey, :parameters)
	ON CONFLICT DO UPDATE SET parameters = excluded.parameters`;

const LOAD_SAMPLE = 'SELECT parameters FROM samples WHERE sample_key = :sampleKey';

/** Writes a page without changing what is stored: tells whether the file can be written at all. */
const WRITE_NOTHING_NEW = 'PRAGMA user_version = 1';

/** Small enough to hold up no request for more than some milliseconds. */
const SWEEP_ROWS = 250;
const SWEEP = `
	DELETE FROM claims WHERE (endpoint, hash) IN
	(SELECT endpoint, hash FROM claims WHERE expires_at <= :now LIMIT ${SWEEP_ROWS})`;
const SHRINK = 'PRAGMA incremental_vacuum(250)';

const SWEEP_EVERY_MS = 60_000;
const SWEEP_PAUSE_MS = 20;

export class SqliteStore implements IncomingStore {
	readonly consume: RateLimiter['consume'];
	private readonly file: SqliteFile;
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
		this.file = new SqliteFile(path, SCHEMA, () => clock.now());
		this.consume = (endpoint, perSecond) => limiter.consume(endpoint, perSecond);
	}

	claim(endpoint: string, hash: string, times: { windowMs: number; leaseMs: number }): Claim {
		const now = this.clock.now();
		this.planSweep(now);
		const key = { endpoint, hash: Buffer.from(hash, 'hex') };
		return this.file.run((database) => take(database, key, { now, ...times }));
	}

	extend(endpoint: string, hash: string, token: string, { leaseMs }: { leaseMs: number }): boolean {
		return this.change(EXTEND, { endpoint, hash: Buffer.from(hash, 'hex'), token, leaseMs });
	}

	confirm(
		endpoint: string,
		hash: string,
		token: string,
		{ windowMs }: { windowMs: number },
	): boolean {
		return this.change(CONFIRM, { endpoint, hash: Buffer.from(hash, 'hex'), token, windowMs });
	}

	release(endpoint: string, hash: string, token: string): void {
		const key = { endpoint, hash: Buffer.from(hash, 'hex'), token };
		this.file.run((database) => database.prepare(RELEASE).run(key), { patient: true });
	}

	save(sampleKey: string, parameters: SampleParameter[]): void {
		const row = { sampleKey, parameters: JSON.stringify(parameters) };
		this.file.run((database) => database.prepare(SAVE_SAMPLE).run(row));
	}

	load(sampleKey: string): SampleParameter[] | undefined {
		const row = this.file.run((database) => database.prepare(LOAD_SAMPLE).get({ sampleKey }));
		return row && (JSON.parse(String(row['parameters'])) as SampleParameter[]);
	}

	check(): void {
		this.file.run((database) => database.exec(WRITE_NOTHING_NEW));
	}

	close(): void {
		this.cancelSweep();
		this.file.close();
	}

	/** What an accept depends on is worth waiting for a lock. */
	private change(sql: string, row: Record<string, string | number | Buffer>): boolean {
		const values = { ...row, now: this.clock.now() };
		const { changes } = this.file.run((database) => database.prepare(sql).run(values), {
			patient: true,
		});
		return changes > 0;
	}

	/** Expired rows are removed between requests, some at a time, about once a minute. */
	private planSweep(now: number): void {
		if (now < this.nextSweep) return;
		this.nextSweep = now + SWEEP_EVERY_MS;
		this.sweepAfter(SWEEP_PAUSE_MS);
	}

	private sweepAfter(milliseconds: number): void {
		this.cancelSweep = this.timers.after(milliseconds, () => {
			if (this.sweep()) this.sweepAfter(SWEEP_PAUSE_MS);
		});
	}

	/** @returns whether more may be left */
	private sweep(): boolean {
		try {
			return this.file.run((database) => {
				const { changes } = database.prepare(SWEEP).run({ now: this.clock.now() });
				if (changes > 0) database.exec(SHRINK);
				return changes === SWEEP_ROWS;
			});
		} catch {
			// Nothing is lost: requests see for themselves what is expired, and the next sweep comes.
			return false;
		}
	}
}

interface Key {
	endpoint: string;
	hash: Buffer;
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
function take(database: Database, key: Key, { now, windowMs, leaseMs }: Moment): Claim {
	for (;;) {
		const token = newToken();
		const taken = database.prepare(CLAIM).run({ ...key, token, now, windowMs, leaseMs });
		if (taken.changes > 0) return { outcome: 'claimed', token };
		const renewed = database.prepare(RENEW).run({ ...key, now, windowMs });
		if (renewed.changes > 0) return { outcome: 'duplicate' };
		const lease = database.prepare(LEASE_END).get({ ...key });
		if (lease)
			return { outcome: 'inFlight', leaseMs: Math.max(Number(lease['leaseEnd']) - now, 1) };
	}
}

const newToken = () => randomBytes(9).toString('base64url');
