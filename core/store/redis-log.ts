/** The request log in Redis: two lists for each endpoint, newest first, of which each entry begins with its expiry. */
import type { RedisCommands } from './redis-client';
import { isRefused, refusedPlaces, type LoggedRequest, type RequestLogStore } from './request-log';

type Run = <T>(send: (commands: RedisCommands) => Promise<T>) => Promise<T>;

/** KEYS: refused, others. ARGV: places of both together, of the refused, lifetime, now, then entries: r or o before each. */
const APPEND = `
local entries, refused, lifetime, now = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
for index = 5, #ARGV do
	local list = KEYS[string.sub(ARGV[index], 1, 1) == 'r' and 1 or 2]
	redis.call('LPUSH', list, string.sub(ARGV[index], 2))
end
redis.call('LTRIM', KEYS[1], 0, math.min(refused, entries) - 1)
local places = entries - redis.call('LLEN', KEYS[1])
if places > 0 then redis.call('LTRIM', KEYS[2], 0, places - 1) else redis.call('DEL', KEYS[2]) end
for _, list in ipairs(KEYS) do
	local last = redis.call('LINDEX', list, -1)
	while last and tonumber(string.match(last, '^%d+')) <= now do
		redis.call('RPOP', list)
		last = redis.call('LINDEX', list, -1)
	end
	redis.call('PEXPIRE', list, lifetime)
end
return 1`;

const READ = `return redis.call('LRANGE', KEYS[1], 0, -1)`;

const LIST_ENDPOINT = `return redis.call('SADD', KEYS[1], ARGV[1])`;
const ENDPOINTS = `return redis.call('SMEMBERS', KEYS[1])`;

/** The first workflow keeps the endpoint, and takes it along to another project. A value is `<workflow> <scope>`. */
const OWN = `
local held = redis.call('GET', KEYS[1])
if not held or string.match(held, '^(%S*) ') == ARGV[1] then
	redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2])
end
return 1`;

/**
 * @param run sends commands, see `RedisConnection`
 * @param key the full key of its parts
 */
export function redisRequestLog(run: Run, key: (...parts: string[]) => string): RequestLogStore {
	const evaluate = (script: string, keys: string[], ...values: string[]) =>
		run((redis) => redis.eval(script, { keys, arguments: values }));
	// The braces keep both lists on one node of a cluster.
	const lists = (scope: string, endpoint: string) =>
		['refused', 'other'].map((kind) => key('log', `{${scope}:${endpoint}}`, kind));
	return {
		async append({ owner, endpoint, limits, requests }) {
			const entries = requests.map((request) => {
				const kind = isRefused(request) ? 'r' : 'o';
				return `${kind}${request.at + limits.maxAgeMs} ${JSON.stringify(request)}`;
			});
			if (requests.some(({ isTest }) => !isTest)) {
				await evaluate(OWN, [key('owner', endpoint)], owner.workflowId, owner.scope);
			}
			await evaluate(LIST_ENDPOINT, [key('log-endpoints', owner.scope)], endpoint);
			const now = Math.max(...requests.map(({ at }) => at));
			const numbers = [limits.entries, refusedPlaces(limits), limits.maxAgeMs, now].map(String);
			await evaluate(APPEND, lists(owner.scope, endpoint), ...numbers, ...entries);
		},
		async requests(scope, endpoint, now) {
			const found = await Promise.all(
				lists(scope, endpoint).map(async (list) => textsOf(await evaluate(READ, [list]))),
			);
			return found
				.flat()
				.filter((entry) => Number(entry.slice(0, entry.indexOf(' '))) > now)
				.map((entry) => JSON.parse(entry.slice(entry.indexOf(' '))) as LoggedRequest)
				.sort((one, other) => other.at - one.at);
		},
		async endpoints(scope) {
			return textsOf(await evaluate(ENDPOINTS, [key('log-endpoints', scope)])).sort();
		},
		async scopeOf(endpoint) {
			const held = await run((redis) => redis.get(key('owner', endpoint)));
			return held?.slice(held.indexOf(' ') + 1);
		},
	};
}

const textsOf = (reply: unknown): string[] => (Array.isArray(reply) ? reply.map(String) : []);
