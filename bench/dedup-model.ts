/**
 * A model of many webhook processors on one Redis: requests arrive at random, each asks Redis once (a duplicate)
 * or twice (claim and confirm), and Redis serves one command at a time.
 */

export interface Load {
	processors: number;
	/** Requests a second, over all processors. */
	requestsPerSecond: number;
	/** The part of the requests that repeat an accepted one, 0 to 1. */
	duplicates: number;
	/** How many seconds to model. */
	seconds: number;
}

export interface Costs {
	/** Milliseconds that Redis works on one command; each is drawn from these measurements. */
	serviceMs: number[];
	/** Milliseconds between a processor and Redis and back, without Redis' own work. */
	networkMs: number;
	/** A command that takes longer is given up: 503. */
	timeoutMs: number;
}

export interface Outcome {
	/** The part of the time that Redis works, 0 to 1. */
	utilisation: number;
	/** Milliseconds for one command, network included. */
	p50: number;
	p99: number;
	/** The part of the commands that were given up. */
	timedOut: number;
}

/** @param random numbers from 0 to 1; the same ones give the same outcome */
export function simulate(load: Load, costs: Costs, random: () => number): Outcome {
	const commands = arrivals(load, random);
	const durations: number[] = [];
	let freeAt = 0;
	let busyMs = 0;
	for (const arrivesAt of commands) {
		const service = costs.serviceMs[Math.floor(random() * costs.serviceMs.length)] ?? 0;
		freeAt = Math.max(freeAt, arrivesAt) + service;
		busyMs += service;
		durations.push(freeAt - arrivesAt + costs.networkMs);
	}
	durations.sort((a, b) => a - b);
	const at = (part: number) => durations[Math.floor((durations.length - 1) * part)] ?? 0;
	return {
		utilisation: busyMs / Math.max(freeAt, load.seconds * 1_000),
		p50: at(0.5),
		p99: at(0.99),
		timedOut: durations.filter((ms) => ms > costs.timeoutMs).length / durations.length,
	};
}

/** n8n stores an execution between claim and confirm; its time only shifts the second command. */
const STORE_EXECUTION_MS = 20;

/** Milliseconds at which commands reach Redis: a Poisson process for each processor. */
function arrivals(load: Load, random: () => number): number[] {
	const { processors, requestsPerSecond, duplicates, seconds } = load;
	const gapMs = (1_000 * processors) / requestsPerSecond;
	const commands: number[] = [];
	for (let processor = 0; processor < processors; processor++) {
		const exponential = () => -Math.log(1 - random()) * gapMs;
		for (let now = exponential(); now < seconds * 1_000; now += exponential()) {
			commands.push(now);
			if (random() >= duplicates) commands.push(now + STORE_EXECUTION_MS);
		}
	}
	return commands.sort((a, b) => a - b);
}

/** The most requests a second at which Redis is busy for no more than `utilisation` of the time. */
export function capacity(
	costs: Pick<Costs, 'serviceMs'>,
	{ duplicates, utilisation }: { duplicates: number; utilisation: number },
): number {
	const mean = costs.serviceMs.reduce((sum, ms) => sum + ms, 0) / costs.serviceMs.length;
	return Math.floor((1_000 * utilisation) / (mean * (2 - duplicates)));
}
