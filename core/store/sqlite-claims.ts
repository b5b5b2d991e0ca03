/** The statements about claims in the SQLite file. */
import { MAX_LEASE_MS } from './lease';
import type { Database } from './sqlite-file';
import type { Claim } from './store';
import { newToken } from './token';

/**
 * A claim is a row with a lease (`accepted_at` is null) or on record (`accepted_at` is the time of the last
 * request with this hash). `expires_at` says from when on the sweep may take it: a lease by the time since the machine
 * started, which no setting of the clock moves, a record by the clock. Times are milliseconds.
 * There is no index by expiry: it would double what every claim writes. Endpoints have numbers, because their
 * names would double the size of a row.
 */
export const CLAIMS_SCHEMA = `
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
	) STRICT, WITHOUT ROWID;`;

/** Gives an endpoint its number when it has none yet. */
const ENDPOINT = `
	INSERT INTO endpoints (name) VALUES (?1) ON CONFLICT DO UPDATE SET name = name RETURNING id`;

// The statements about one claim bind by position, which SQLite does faster than by name: ?1 endpoint, ?2 hash.

const IS_LEASE_OVER = (uptime: string): string =>
	`(expires_at <= ${uptime} OR expires_at > ${uptime} + ${MAX_LEASE_MS})`;

/**
 * Takes the place of nothing, of a lease that is over, or of an accept whose window is over.
 * ?3 token, ?4 now, ?5 lease, ?6 window, ?7 uptime.
 */
const CLAIM = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at) VALUES (?1, ?2, ?3, NULL, ?7 + ?5)
	ON CONFLICT DO UPDATE SET token = excluded.token, accepted_at = NULL, expires_at = excluded.expires_at
	WHERE CASE WHEN accepted_at IS NULL THEN ${IS_LEASE_OVER('?7')} ELSE accepted_at + ?6 <= ?4 END`;

/** ?3 now, ?4 window. */
const RENEW = `
	UPDATE claims SET accepted_at = ?3, expires_at = ?3 + ?4
	WHERE endpoint = ?1 AND hash = ?2 AND accepted_at + ?4 > ?3`;

const LEASE_END = `
	SELECT expires_at AS leaseEnd FROM claims WHERE endpoint = ?1 AND hash = ?2 AND accepted_at IS NULL`;

/** Puts back a claim that vanished with its file, as `CONFIRM` does. ?3 token, ?4 uptime, ?5 lease. */
export const EXTEND = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at) VALUES (?1, ?2, ?3, NULL, ?4 + ?5)
	ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at
	WHERE token = excluded.token AND accepted_at IS NULL`;

/** ?3 token, ?4 now, ?5 window. */
export const CONFIRM = `
	INSERT INTO claims (endpoint, hash, token, accepted_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?4 + ?5)
	ON CONFLICT DO UPDATE SET accepted_at = excluded.accepted_at, expires_at = excluded.expires_at
	WHERE token = excluded.token`;

/** ?3 token. */
export const RELEASE = `
	DELETE FROM claims WHERE endpoint = ?1 AND hash = ?2 AND token = ?3 AND accepted_at IS NULL`;

export const LOOK_UP = `
	SELECT accepted_at AS acceptedAt FROM claims
	WHERE endpoint = ?1 AND hash = ?2 AND accepted_at IS NOT NULL AND expires_at > ?3`;

export const FORGET =
	'DELETE FROM claims WHERE endpoint = ?1 AND hash = ?2 AND accepted_at IS NOT NULL';

/** Few enough at a time to hold up no request. */
export const FORGET_PORTION = `
	DELETE FROM claims WHERE (endpoint, hash) IN (
		SELECT endpoint, hash FROM claims WHERE endpoint = ?1 AND accepted_at IS NOT NULL LIMIT 1000)`;

/** Looked through at a time: few enough to hold up no request for more than some milliseconds. */
const PORTION_ROWS = 1_000;
export const PORTION_END = `
	SELECT endpoint, hash FROM claims WHERE (endpoint, hash) > (:endpoint, :hash)
	ORDER BY endpoint, hash LIMIT 1 OFFSET ${PORTION_ROWS - 1}`;
const IS_OVER = `CASE WHEN accepted_at IS NULL THEN ${IS_LEASE_OVER(':uptime')} ELSE expires_at <= :now END`;
export const SWEEP_PORTION = `
	DELETE FROM claims WHERE (endpoint, hash) > (:endpoint, :hash)
	AND (endpoint, hash) <= (:lastEndpoint, :lastHash) AND ${IS_OVER}`;
export const SWEEP_REST = `
	DELETE FROM claims WHERE (endpoint, hash) > (:endpoint, :hash) AND ${IS_OVER}`;
export const SHRINK = 'PRAGMA incremental_vacuum(250)';

/** A place in the order of the claims' keys. */
export interface Key {
	endpoint: number;
	hash: Uint8Array;
}

export const BEFORE_ALL: Key = { endpoint: 0, hash: Buffer.alloc(0) };

/** The numbers of endpoints, as long as a file is open. */
const numbers = new WeakMap<Database, Map<string, number>>();

export function numberOf(database: Database, endpoint: string): number {
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
	uptime: number;
	windowMs: number;
	leaseMs: number;
}

/**
 * Each statement is atomic, whatever other processes do in between; when they change the row between two of
 * them, all start over.
 */
export function take(
	database: Database,
	{ endpoint, hash }: Key,
	{ now, uptime, windowMs, leaseMs }: Moment,
): Claim {
	for (;;) {
		const token = newToken();
		const taken = database
			.prepare(CLAIM)
			.run(endpoint, hash, token, now, leaseMs, windowMs, uptime);
		if (taken.changes > 0) return { outcome: 'claimed', token };
		const renewed = database.prepare(RENEW).run(endpoint, hash, now, windowMs);
		if (renewed.changes > 0) return { outcome: 'duplicate' };
		const lease = database.prepare(LEASE_END).get(endpoint, hash);
		if (lease)
			return { outcome: 'inFlight', leaseMs: Math.max(Number(lease['leaseEnd']) - uptime, 1) };
	}
}
