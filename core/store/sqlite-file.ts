/** A SQLite file that several processes use, and that may be deleted, replaced or damaged while it is in use. */
import { renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';

import type { Clock } from '../clock';
import type { Timers } from '../timers';
import { StoreError, type MaybePromise } from './store';

/** The primary result codes of SQLite that are told apart (sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** How long a statement itself waits for another process: n8n stands still meanwhile. */
const BUSY_TIMEOUT_MS = 5;

/** How long work waits for a lock altogether, between turns of the event loop. */
const LOCK_TIMEOUT_MS = 1_000;
const RETRY_AFTER_MS = 5;

/** Work that waited for the same lock is done in portions, so that other requests get their turn. */
const PORTION_MS = 20;

/** How often the journal is looked for. */
const CHECK_JOURNAL_EVERY_MS = 100;

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
	/** Inode of the write-ahead log. */
	journal: number | undefined;
	close(): void;
}

/** Work that waits for another process to let go of the file. */
interface Waiting {
	/** Does the work, or says that the file is still locked. */
	attempt(): boolean;
	giveUp(): void;
	giveUpAt: number;
}

export interface FileServices {
	/** Measures durations. */
	monotonic: Clock;
	timers: Timers;
	/** Told when a damaged file was set aside and a new one begun: what was on record is lost. */
	onDamage?: ((message: string) => void) | undefined;
}

export class SqliteFile {
	private connection: Connection | undefined;
	private waiting: Waiting[] = [];
	private checkJournalAt = 0;
	private cancelRetry = () => {};

	/** @param schema statements that create what is missing; run whenever the file is opened */
	constructor(
		readonly path: string,
		private readonly schema: string,
		private readonly services: FileServices,
	) {}

	/**
	 * Runs statements: at once, or in the order of the calls once another process lets go of the file. A file that was
	 * deleted or replaced is opened again, one that is not a database any more is set aside for an empty one; the work is
	 * then done once more, so it must be idempotent.
	 * @throws {StoreError} `STORE_LOCKED`, `STORE_UNUSABLE`; as a rejection when it had to wait
	 */
	run<T>(work: (database: Database) => T): MaybePromise<T> {
		if (this.waiting.length > 0) return this.wait(work);
		try {
			return this.attempt(work);
		} catch (error) {
			if (isLock(error)) return this.wait(work);
			throw error;
		}
	}

	private attempt<T>(work: (database: Database) => T): T {
		try {
			return work(this.open());
		} catch (error) {
			if (isLock(error)) throw error;
			return this.retry(work, error, resultCode(error));
		}
	}

	private wait<T>(work: (database: Database) => T): Promise<T> {
		return new Promise((resolve, reject: (error: Error) => void) => {
			const giveUpAt = this.services.monotonic.now() + LOCK_TIMEOUT_MS;
			let lock: unknown;
			this.waiting.push({
				giveUpAt,
				giveUp: () => reject(this.locked(lock)),
				attempt: () => {
					try {
						resolve(this.attempt(work));
					} catch (error) {
						if (isLock(error)) lock = error;
						else reject(error as Error);
						return !isLock(error);
					}
					return true;
				},
			});
			if (this.waiting.length === 1) this.retryLater();
		});
	}

	private retryLater(): void {
		this.cancelRetry = this.services.timers.after(RETRY_AFTER_MS, () => this.retryWaiting());
	}

	/** One attempt while the file is locked, however many wait: what blocks does not add up. */
	private retryWaiting(): void {
		const { monotonic } = this.services;
		const began = monotonic.now();
		let [first] = this.waiting;
		while (first && monotonic.now() - began < PORTION_MS && first.attempt()) {
			this.waiting.shift();
			[first] = this.waiting;
		}
		const now = monotonic.now();
		const late = this.waiting.filter(({ giveUpAt }) => giveUpAt <= now);
		this.waiting = this.waiting.filter(({ giveUpAt }) => giveUpAt > now);
		for (const { giveUp } of late) giveUp();
		if (this.waiting.length > 0) this.retryLater();
	}

	/** Work that still waits is given up. */
	close(): void {
		this.cancelRetry();
		const late = this.waiting;
		this.waiting = [];
		for (const { giveUp } of late) giveUp();
		this.disconnect();
	}

	private disconnect(): void {
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
		this.disconnect();
		if (code === undefined) throw error;
		try {
			if (code === CORRUPT || code === NOTADB) this.setAside();
			return work(this.open());
		} catch (second) {
			if (isLock(second)) throw second;
			this.disconnect();
			throw this.unusable(second);
		}
	}

	private open(): Database {
		const identity = identityOf(this.path);
		if (this.connection?.identity === identity && identity && this.hasJournal(this.connection)) {
			return this.connection;
		}
		this.disconnect();
		if (!identity) removeJournals(this.path);
		const database = new DatabaseSync(this.path, { timeout: BUSY_TIMEOUT_MS });
		try {
			database.exec(PRAGMAS);
			database.exec(this.schema);
		} catch (error) {
			database.close();
			throw error;
		}
		this.connection = {
			...connectionTo(database, identityOf(this.path)),
			journal: inodeOf(journalOf(this.path)),
		};
		return this.connection;
	}

	/**
	 * Whether the journal in the folder is the one that the connection writes to. What goes to a deleted one reaches the
	 * file when the connection is closed, and other processes only then.
	 */
	private hasJournal({ journal }: Connection): boolean {
		const now = this.services.monotonic.now();
		if (now < this.checkJournalAt) return true;
		this.checkJournalAt = now + CHECK_JOURNAL_EVERY_MS;
		return inodeOf(journalOf(this.path)) === journal;
	}

	/** Keeps the damaged file for anyone who wants to look at it, and makes way for a new one. */
	private setAside(): void {
		const kept = `${this.path}.damaged`;
		removeJournals(this.path);
		renameSync(this.path, kept);
		this.services.onDamage?.(
			`The file ${this.path} was damaged and is now ${kept}. A new one was begun: requests that were accepted before are not recognised as duplicates`,
		);
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

function connectionTo(database: DatabaseSync, identity: string): Omit<Connection, 'journal'> {
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
 * closing it writes back what its journal still contains. '' when there is no file.
 */
function identityOf(path: string): string {
	const stats = statSync(path, { throwIfNoEntry: false });
	if (!stats) return '';
	return `${stats.dev}:${stats.ino}${stats.size < PAGE_BYTES ? ':cut' : ''}`;
}

const journalOf = (path: string): string => `${path}-wal`;

const inodeOf = (path: string): number | undefined =>
	statSync(path, { throwIfNoEntry: false })?.ino;

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

const isLock = (error: unknown): boolean => {
	const code = resultCode(error);
	return code === BUSY || code === LOCKED;
};

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
