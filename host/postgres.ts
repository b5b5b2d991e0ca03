/** A real PostgreSQL with an empty database of its own, on a free loopback port. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePort } from './ports';
import { missingProgram, spawnUntilReady } from './system-program';

export interface PostgresServer {
	port: number;
	/** What n8n needs to use it. */
	env: Record<string, string>;
	/** Ends the server and removes its data. */
	dispose(): Promise<void>;
}

const USER = 'n8n';

export async function startPostgres(): Promise<PostgresServer> {
	const folder = programs();
	const identity = ownIdentity();
	const data = mkdtempSync(path.join(tmpdir(), 'postgres-'));
	if (identity) chownSync(data, identity.uid, identity.gid);
	const port = await freePort();
	const as = { cwd: tmpdir(), ...identity };
	execFileSync(
		path.join(folder, 'initdb'),
		['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
		{ ...as, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	const settings = [
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'max_connections=200',
	];
	const child = await spawnUntilReady(
		spawn(
			path.join(folder, 'postgres'),
			['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
			{ ...as, detached: true },
		),
		{ program: 'postgres', ready: /database system is ready to accept connections/ },
	);
	return {
		port,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_DATABASE: 'postgres',
		},
		async dispose() {
			if (child.exitCode === null && child.signalCode === null) {
				const ended = once(child, 'exit');
				// "Fast shutdown": open sessions are ended, data is left in order.
				child.kill('SIGINT');
				await ended;
			}
			rmSync(data, { recursive: true, force: true });
		},
	};
}

/** Debian keeps the server's programs out of PATH, one folder for each version. */
function programs(): string {
	const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
	const versioned = globSync('/usr/{lib/postgresql,pgsql-}*/{*/,}bin').sort().reverse();
	const found = [...versioned, ...onPath].find((folder) =>
		['initdb', 'postgres'].every((program) => existsSync(path.join(folder, program))),
	);
	if (!found) throw missingProgram('postgres');
	return found;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package created. */
function ownIdentity(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}
