/** What the request log says as a whole. */
import type { JsonObject } from '../json';
import type { LoggedRequest, RequestOutcome } from '../store/request-log';
import { causeKind } from './cause-kind';

/** More causes than anyone reads. */
const MAX_CAUSES = 50;

const OUTCOMES: RequestOutcome[] = ['accepted', 'duplicate', 'filtered', 'refused'];

/** @param requests newest first; @param now milliseconds since the epoch */
export function statisticsOf(requests: LoggedRequest[], now: number): JsonObject {
	const production = requests.filter(({ isTest }) => !isTest);
	const count = (wanted: (request: LoggedRequest) => boolean) =>
		production.filter(wanted).reduce((sum, { more = 0 }) => sum + 1 + more, 0);
	const total = count(() => true);
	const from = production.at(-1)?.at;
	const minutes = from === undefined ? 0 : Math.max(now - from, 60_000) / 60_000;
	const lastAccepted = production.find(({ outcome }) => outcome === 'accepted')?.at;
	return {
		from: timeOf(from),
		to: timeOf(now),
		total,
		outcomes: Object.fromEntries(
			OUTCOMES.map((outcome) => [outcome, count((request) => request.outcome === outcome)]),
		),
		requestsPerMinute: minutes === 0 ? 0 : Math.round((total / minutes) * 100) / 100,
		lastAcceptedAt: timeOf(lastAccepted),
		causes: causesOf(production),
	};
}

const timeOf = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());

/** By kind of cause, which the latest request stands for; most frequent first. */
function causesOf(requests: LoggedRequest[]): JsonObject[] {
	const causes = new Map<
		string,
		{ outcome: string; status: number; cause: string; count: number }
	>();
	for (const { outcome, status, cause, more = 0 } of requests) {
		if (outcome === 'accepted') continue;
		const key = `${status} ${outcome} ${causeKind(cause)}`;
		const known = causes.get(key) ?? { outcome, status, cause, count: 0 };
		known.count += 1 + more;
		causes.set(key, known);
	}
	return [...causes.values()].sort((one, other) => other.count - one.count).slice(0, MAX_CAUSES);
}
