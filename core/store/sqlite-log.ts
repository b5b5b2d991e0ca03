/** The request log in the SQLite file. */
import {
	isRefused,
	refusedPlaces,
	type LogBatch,
	type LoggedRequest,
	type RequestLogStore,
} from './request-log';
import type { Database, SqliteFile } from './sqlite-file';

/** Scope and endpoint have a number, because their names would double the size of a row. */
export const LOG_SCHEMA = `
	CREATE TABLE IF NOT EXISTS request_logs (
		id INTEGER PRIMARY KEY,
		scope TEXT NOT NULL,
		endpoint TEXT NOT NULL,
		UNIQUE (scope, endpoint)
	) STRICT;
	CREATE TABLE IF NOT EXISTS requests (
		log INTEGER NOT NULL,
		position INTEGER NOT NULL,
		refused INTEGER NOT NULL,
		expires_at INTEGER NOT NULL,
		request TEXT NOT NULL,
		PRIMARY KEY (log, position)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS requests_by_expiry ON requests (expires_at);
	CREATE TABLE IF NOT EXISTS endpoint_owners (
		endpoint TEXT PRIMARY KEY,
		scope TEXT NOT NULL,
		workflow TEXT NOT NULL
	) STRICT, WITHOUT ROWID;`;

const LOG = `
	INSERT INTO request_logs (scope, endpoint) VALUES (?1, ?2)
	ON CONFLICT DO UPDATE SET scope = scope RETURNING id`;

/** The first workflow keeps the endpoint, and takes it along to another project. */
const OWN = `
	INSERT INTO endpoint_owners (endpoint, scope, workflow) VALUES (?1, ?2, ?3)
	ON CONFLICT DO UPDATE SET scope = excluded.scope
	WHERE workflow = excluded.workflow AND scope <> excluded.scope`;

const ADD = `
	INSERT INTO requests (log, position, refused, expires_at, request)
	VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM requests WHERE log = ?1), ?2, ?3, ?4)`;

/** ?2 how many of them stay. */
const DROP_REFUSED = `
	DELETE FROM requests WHERE log = ?1 AND refused = 1 AND position <= (
		SELECT position FROM requests WHERE log = ?1 AND refused = 1
		ORDER BY position DESC LIMIT 1 OFFSET ?2)`;

const DROP = `
	DELETE FROM requests WHERE log = ?1 AND position <= (
		SELECT position FROM requests WHERE log = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?2)`;

/** Of all endpoints; few enough at a time to hold up no request. */
const EXPIRE = `
	DELETE FROM requests WHERE (log, position) IN (
		SELECT log, position FROM requests WHERE expires_at <= ?1 LIMIT 1000)`;

const READ = `
	SELECT request FROM requests WHERE log = (SELECT id FROM request_logs WHERE scope = ?1 AND endpoint = ?2)
	AND expires_at > ?3 ORDER BY position DESC`;

const ENDPOINTS = 'SELECT endpoint FROM request_logs WHERE scope = ?1 ORDER BY endpoint';

const SCOPE_OF = 'SELECT scope FROM endpoint_owners WHERE endpoint = ?1';

export class SqliteRequestLog implements RequestLogStore {
	/** @param now milliseconds since the epoch */
	constructor(
		private readonly file: SqliteFile,
		private readonly now: () => number,
	) {}

	async append(batch: LogBatch): Promise<void> {
		await this.file.run((database) => {
			database.exec('BEGIN IMMEDIATE');
			try {
				add(database, batch);
				database.prepare(EXPIRE).run(this.now());
				database.exec('COMMIT');
			} catch (error) {
				database.exec('ROLLBACK');
				throw error;
			}
		});
	}

	async requests(scope: string, endpoint: string, now: number): Promise<LoggedRequest[]> {
		const rows = await this.file.run((database) =>
			database.prepare(READ).all(scope, endpoint, now),
		);
		return rows.map((row) => JSON.parse(String(row['request'])) as LoggedRequest);
	}

	async endpoints(scope: string): Promise<string[]> {
		const rows = await this.file.run((database) => database.prepare(ENDPOINTS).all(scope));
		return rows.map((row) => String(row['endpoint']));
	}

	async scopeOf(endpoint: string): Promise<string | undefined> {
		const row = await this.file.run((database) => database.prepare(SCOPE_OF).get(endpoint));
		return row && String(row['scope']);
	}
}

function add(database: Database, { owner, endpoint, limits, requests }: LogBatch): void {
	if (requests.some(({ isTest }) => !isTest)) {
		database.prepare(OWN).run(endpoint, owner.scope, owner.workflowId);
	}
	const log = Number(database.prepare(LOG).get(owner.scope, endpoint)?.['id']);
	const insert = database.prepare(ADD);
	for (const request of requests) {
		const expiresAt = request.at + limits.maxAgeMs;
		insert.run(log, isRefused(request) ? 1 : 0, expiresAt, JSON.stringify(request));
	}
	database.prepare(DROP_REFUSED).run(log, refusedPlaces(limits));
	database.prepare(DROP).run(log, limits.entries);
}
