import type { Library } from '../callable';
import { defaults } from './defaults';
import { escaping } from './escaping';
import { json } from './json';
import { strings } from './strings';

/** Every filter by name. */
export const filters: Library = new Map([...defaults, ...strings, ...escaping, ...json]);
