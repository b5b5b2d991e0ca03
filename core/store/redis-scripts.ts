/**
 * What deduplication asks of Redis, as Lua scripts: Redis runs each one atomically and in one round trip, and
 * only its own clock counts (`TIME`, `PX`), so processes whose clocks differ still agree.
 *
 * A key holds either the token of the claim that leases it, or `<ms>:<token>` once that claim was accepted:
 * the time of the last request with this hash and the claim that first got in. Tokens contain no colon. The
 * scripts touch one key each, so that a cluster can spread an endpoint's hashes over its nodes.
 */
import { type CommandParser, defineScript } from '@redis/client';

import { MAX_LEASE_MS } from './lease';

const NOW = `
local time = redis.call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))`;

/** What `takeHash` answers, unless it is the positive number of milliseconds that another lease still has. */
export const TAKEN = 0;
export const ALREADY_ACCEPTED = -1;

/**
 * A new hash, the usual case, costs one command. The window is measured against the time of the last request, not
 * left to the key's expiry, so that a window made shorter counts at once. A key that already holds our own token
 * is ours: the client repeats a command whose reply a failover swallowed. A lease that would last longer than any is
from before Redis' clock was set back: it is cut, so that its request still has time to extend it.
 */
const TAKE_HASH = `
local token, windowMs, leaseMs = ARGV[1], ARGV[2], ARGV[3]
if redis.call('SET', KEYS[1], token, 'NX', 'PX', leaseMs) then return ${TAKEN} end
local held = redis.call('GET', KEYS[1])
if held and held ~= token then
	local last, owner = string.match(held, '^(%d+):(.+)$')
	if not last then
		local left = redis.call('PTTL', KEYS[1])
		if left > ${MAX_LEASE_MS} then
			redis.call('PEXPIRE', KEYS[1], leaseMs)
			left = tonumber(leaseMs)
		end
		return math.max(left, 1)
	end
	${NOW}
	if tonumber(now) - tonumber(last) < tonumber(windowMs) then
		redis.call('SET', KEYS[1], now .. ':' .. owner, 'PX', windowMs)
		return ${ALREADY_ACCEPTED}
	end
end
redis.call('SET', KEYS[1], token, 'PX', leaseMs)
return ${TAKEN}`;

const CONFIRM_HASH = `${NOW}
local token, windowMs = ARGV[1], ARGV[2]
local held = redis.call('GET', KEYS[1])
if held and held ~= token and string.match(held, '^%d+:(.+)$') ~= token then return 0 end
redis.call('SET', KEYS[1], now .. ':' .. token, 'PX', windowMs)
return 1`;

/** A lease that Redis lost meanwhile is put back. */
const EXTEND_HASH = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const RELEASE_HASH = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`;

/** Leaves a lease alone: its request is being accepted. */
const FORGET_HASH = `
local held = redis.call('GET', KEYS[1])
if held and string.match(held, '^%d+:') then return redis.call('DEL', KEYS[1]) end
return 0`;

const numberReply = undefined as unknown as () => number;

/** Run by their SHA-1; the client sends the text once more after Redis lost it (restart, failover). */
export const scripts = {
	takeHash: defineScript({
		NUMBER_OF_KEYS: 1,
		SCRIPT: TAKE_HASH,
		parseCommand(
			parser: CommandParser,
			key: string,
			token: string,
			times: { windowMs: number; leaseMs: number },
		) {
			parser.pushKey(key);
			parser.push(token, String(times.windowMs), String(times.leaseMs));
		},
		transformReply: numberReply,
	}),
	extendHash: defineScript({
		NUMBER_OF_KEYS: 1,
		SCRIPT: EXTEND_HASH,
		parseCommand(parser: CommandParser, key: string, token: string, leaseMs: number) {
			parser.pushKey(key);
			parser.push(token, String(leaseMs));
		},
		transformReply: numberReply,
	}),
	confirmHash: defineScript({
		NUMBER_OF_KEYS: 1,
		SCRIPT: CONFIRM_HASH,
		parseCommand(parser: CommandParser, key: string, token: string, windowMs: number) {
			parser.pushKey(key);
			parser.push(token, String(windowMs));
		},
		transformReply: numberReply,
	}),
	releaseHash: defineScript({
		NUMBER_OF_KEYS: 1,
		SCRIPT: RELEASE_HASH,
		parseCommand(parser: CommandParser, key: string, token: string) {
			parser.pushKey(key);
			parser.push(token);
		},
		transformReply: numberReply,
	}),
	forgetHash: defineScript({
		NUMBER_OF_KEYS: 1,
		SCRIPT: FORGET_HASH,
		parseCommand(parser: CommandParser, key: string) {
			parser.pushKey(key);
		},
		transformReply: numberReply,
	}),
};
