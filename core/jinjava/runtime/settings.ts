/** What a rendering is given. */
import type { Clock } from '../../clock';
import type { Insert } from '../syntax/inserts';
import type { Segment } from '../syntax/scanner';
import type { Limits } from './limits';
import type { Value } from './values';

export interface RenderSettings {
	clock: Clock;
	limits: Limits;
	/** Milliseconds since the Unix epoch; the clock's time when the template first asks for it. */
	now: number | undefined;
	/** From 0 up to but without 1. */
	random: () => number;
	onMissing: ((offset: number, length: number) => void) | undefined;
	/** The text of an insert that the host evaluates; null when it has none. */
	hostValue: ((insert: Insert) => string | null) | undefined;
	onInsert: ((segment: Segment, isHost: boolean, value: string) => void) | undefined;
}

/** What a rendering needs to know of its template. */
export interface RenderUnit {
	/** A slot for each variable, without a value. */
	readonly blankSlots: ReadonlyArray<Value | undefined>;
	/** Whether a method that changes a list or dictionary is called. */
	readonly mutates: boolean;
}
