/** A SQLite file that several processes use, and that may be deleted, replaced or damaged while it is in use. */
import { renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';

import { StoreError } from './store';

/** The primary result codes of SQLite that are told apart (sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** How long a statement waits for another process before it gives up; n8n stands still meanwhile. */
const BUSY_TIMEOUT_MS = 1_000;

/** After it waited in vain, the file is taken as locked this long, so that waiting does not add up. */
const LOCKED_FOR_MS = 1_000;

/**
 * One process's writers do not wait for the disk: a crash of n8n loses nothing, as with n8n's own database; a
 * power cut may lose the last moments. Pages that the sweep empties go back to the file system.
 */
const PRAGMAS = `
	PRAGMA auto_vacuum = INCREMENTAL;
	PRAGMA journal_mode = WAL;
	PRAGMA synchronous = NORMAL;
	PRAGMA journal_size_limit = 4194304;`;

export interface Database {
	/** A prepared statement, compiled once for each connection. */
	prepare(sql: string): StatementSync;
	exec(sql: string): void;
}

interface Connection extends Database {
	identity: string;
	close(): void;
}

export class SqliteFile {
	private connection: Connection | undefined;
	private lockedUntil = 0;

	/**
	 * @param schema statements that create what is missing; run whenever the file is opened
	 * @param now milliseconds since the epoch
	 */
	constructor(
		readonly path: string,
		private readonly schema: string,
		private readonly now: () => number,
	) {}

	/**
	 * Runs statements. A file that was deleted or replaced is opened anew, one that is no database any more is
	 * set aside for an empty one; the work is then done once more, so it must bear that.
	 * @param patient waits for a lock even when the last statement waited in vain
	 * @throws {StoreError} `STORE_LOCKED`, `STORE_UNUSABLE`
	 */
	run<T>(work: (database: Database) => T, { patient = false } = {}): T {
		if (!patient && this.now() < this.lockedUntil) throw this.locked();
		try {
			return work(this.open());
		} catch (error) {
			const code = resultCode(error);
			if (code === BUSY || code === LOCKED) {
				this.lockedUntil = this.now() + LOCKED_FOR_MS;
				throw this.locked(error);
			}
			return this.retry(work, error, code);
		}
	}

	close(): void {
		const { connection } = this;
		this.connection = undefined;
		try {
			connection?.close();
		} catch {
			// A connection to a file that is gone may fail to close; there is nothing left to save.
			return;
		}
	}

	private retry<T>(work: (database: Database) => T, error: unknown, code: number | undefined): T {
		this.close();
		if (code === undefined) throw error;
		try {
			if (code === CORRUPT || code === NOTADB) this.setAside();
			return work(this.open());
		} catch (second) {
			this.close();
			throw this.unusable(second);
		}
	}

	private open(): Database {
		const identity = identityOf(this.path);
		if (this.connection?.identity === identity && identity) return this.connection;
		this.close();
		if (!identity) removeJournals(this.path);
		const database = new DatabaseSync(this.path, { timeout: BUSY_TIMEOUT_MS });
		try {
			database.exec(PRAGMAS);
			database.exec(this.schema);
		} catch (error) {
			database.close();
			throw error;
		}
		this.connection = connectionTo(database, identityOf(this.path));
		return this.connection;
	}

	/** Keeps the damaged file for whoever wants to look at it, and makes way for a new one. */
	private setAside(): void {
		removeJournals(this.path);
		renameSync(this.path, `${this.path}.damaged`);
	}

	private locked(cause?: unknown): StoreError {
		return new StoreError(`The file ${this.path} is locked by another program`, {
			code: 'STORE_LOCKED',
			field: 'deduplicationStore',
			hint: 'Close the program that holds the file. A backup tool must copy it without locking it.',
			cause,
		});
	}

	private unusable(cause: unknown): StoreError {
		return new StoreError(`The file ${this.path} cannot be used: ${reason(cause)}`, {
			code: 'STORE_UNUSABLE',
			field: 'deduplicationStore',
			hint: 'Make sure that its folder exists, has free space, and that n8n’s user may write there.',
			cause,
		});
	}
}

function connectionTo(database: DatabaseSync, identity: string): Connection {
	const statements = new Map<string, StatementSync>();
	return {
		identity,
		prepare(sql) {
			const statement = statements.get(sql) ?? database.prepare(sql);
			statements.set(sql, statement);
			return statement;
		},
		exec: (sql) => database.exec(sql),
		close: () => database.close(),
	};
}

/** Every database of ours has at least one page of SQLite's default size. */
const PAGE_BYTES = 4096;

/**
 * Device and inode: another file under the same name has others. A file that was cut off counts as another, too:
 * closing it writes back what its journal still holds. '' when there is no file.
 */
function identityOf(path: string): string {
	const stats = statSync(path, { throwIfNoEntry: false });
	if (!stats) return '';
	return `${stats.dev}:${stats.ino}${stats.size < PAGE_BYTES ? ':cut' : ''}`;
}

/** The journals of a file that is gone must not be taken for those of the next one. */
function removeJournals(path: string): void {
	for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** The primary result code; `undefined` for an error that is not SQLite's or the file system's. */
function resultCode(error: unknown): number | undefined {
	if (!isNativeError(error)) return undefined;
	if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
	return 'syscall' in error ? CANTOPEN : undefined;
}

const REASONS: Record<number, string> = {
	[READONLY]: 'it is read-only',
	[FULL]: 'the disk is full',
	[CANTOPEN]: 'it cannot be opened or created',
	[CORRUPT]: 'it is damaged',
	[NOTADB]: 'it is not a database',
};

function reason(cause: unknown): string {
	const code = resultCode(cause);
	const known = code === undefined ? undefined : REASONS[code];
	return known ?? (isNativeError(cause) ? cause.message : String(cause));
}
