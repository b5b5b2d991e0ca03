import type { Library } from '../callable';
import { dates } from './dates';
import { defaults } from './defaults';
import { encoding } from './encoding';
import { escaping } from './escaping';
import { html } from './html';
import { json } from './json';
import { layout } from './layout';
import { lists } from './lists';
import { network } from './network';
import { numbers } from './numbers';
import { selectionFilters } from './selection';
import { sets } from './sets';
import { snakeCase } from './snake-case';
import { strings } from './strings';

/** Every filter by name. */
export const filters: Library = new Map([
	...dates,
	...defaults,
	...encoding,
	...escaping,
	...html,
	...json,
	...layout,
	...lists,
	...network,
	...numbers,
	...selectionFilters(() => filters),
	...sets,
	...snakeCase,
	...strings,
]);
