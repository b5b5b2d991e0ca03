/** Event definitions in the SQLite file. */
import {
	DEFINITION_LIMITS,
	parseDefinition,
	type EventDefinition,
	type EventDefinitionStore,
} from './event-definitions';
import type { SqliteFile } from './sqlite-file';

export const EVENT_DEFINITIONS_SCHEMA = `
	CREATE TABLE IF NOT EXISTS event_definitions (
		scope TEXT NOT NULL,
		name TEXT NOT NULL,
		definition TEXT NOT NULL,
		PRIMARY KEY (scope, name)
	) STRICT, WITHOUT ROWID;`;

/** ?4 how many definitions a scope may have. */
const ADD = `
	INSERT INTO event_definitions (scope, name, definition) SELECT ?1, ?2, ?3
	WHERE (SELECT count(*) FROM event_definitions WHERE scope = ?1) < ?4
		OR EXISTS (SELECT 1 FROM event_definitions WHERE scope = ?1 AND name = ?2)
	ON CONFLICT DO `;

const PUT = {
	new: `${ADD} NOTHING`,
	any: `${ADD} UPDATE SET definition = excluded.definition`,
};

const LIST = 'SELECT definition FROM event_definitions WHERE scope = ?1 ORDER BY name';
const GET = 'SELECT definition FROM event_definitions WHERE scope = ?1 AND name = ?2';
const REMOVE = 'DELETE FROM event_definitions WHERE scope = ?1 AND name = ?2';

export const sqliteEventDefinitions = (file: SqliteFile): EventDefinitionStore => ({
	async list(scope) {
		const rows = await file.run((database) => database.prepare(LIST).all(scope));
		return rows
			.map((row) => parseDefinition(String(row['definition'])))
			.filter((definition) => definition !== undefined);
	},
	async get(scope, name) {
		const row = await file.run((database) => database.prepare(GET).get(scope, name));
		return row && parseDefinition(String(row['definition']));
	},
	async put(scope, definition: EventDefinition, { replace }) {
		const sql = replace ? PUT.any : PUT.new;
		const json = JSON.stringify(definition);
		const { changes } = await file.run((database) =>
			database.prepare(sql).run(scope, definition.name, json, DEFINITION_LIMITS.definitions),
		);
		return changes > 0;
	},
	async remove(scope, name) {
		const { changes } = await file.run((database) => database.prepare(REMOVE).run(scope, name));
		return changes > 0;
	},
});
