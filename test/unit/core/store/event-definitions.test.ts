import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { SqliteStore } from '../../../../core/store/sqlite';
import { eventDefinition, testEventDefinitions } from '../../../fixtures/event-definitions';
import { ManualTime } from '../../../fixtures/manual-time';

let folder: string;
let store: SqliteStore;

const file = () => path.join(folder, 'store.sqlite');

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'event-definitions-'));
	const time = new ManualTime();
	const limiter = { consume: () => ({ retryAfterMs: 0 }), giveBack: () => undefined };
	store = new SqliteStore(file(), { clock: time, monotonic: time, timers: time, limiter });
});
afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true, force: true });
});

testEventDefinitions(() => store);

it('takes for missing what it cannot read', async () => {
	await store.events.put('project:one', eventDefinition('a.one'), { replace: false });
	await store.events.put('project:one', eventDefinition('b.two'), { replace: false });
	const database = new DatabaseSync(file());
	database.exec(`UPDATE event_definitions SET definition = '{"v": 2}' WHERE name = 'a.one'`);
	database.close();
	expect(await store.events.get('project:one', 'a.one')).toBeUndefined();
	expect(await store.events.list('project:one')).toEqual([eventDefinition('b.two')]);
});
