/** Event definitions in Redis: one hash for each scope, of which each field is a definition. */
import { DEFINITION_LIMITS, parseDefinition, type EventDefinitionStore } from './event-definitions';
import type { RedisCommands } from './redis-client';

type Run = <T>(send: (commands: RedisCommands) => Promise<T>) => Promise<T>;

const LIST = `return redis.call('HVALS', KEYS[1])`;
const GET = `return redis.call('HGET', KEYS[1], ARGV[1])`;
const REMOVE = `return redis.call('HDEL', KEYS[1], ARGV[1])`;

/** ARGV: name, definition, whether one of this name is replaced, how many a scope may have. */
const PUT = `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
	if ARGV[3] == '0' then return 0 end
elseif redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
	return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1`;

/**
 * @param run sends commands, see `RedisConnection`
 * @param key the full key of its parts
 */
export function redisEventDefinitions(
	run: Run,
	key: (...parts: string[]) => string,
): EventDefinitionStore {
	const evaluate = (script: string, scope: string, ...values: string[]) =>
		run((redis) => redis.eval(script, { keys: [key('events', scope)], arguments: values }));
	return {
		async list(scope) {
			const found = await evaluate(LIST, scope);
			return (Array.isArray(found) ? found : [])
				.map((json) => parseDefinition(String(json)))
				.filter((definition) => definition !== undefined)
				.sort((one, other) => (one.name < other.name ? -1 : 1));
		},
		async get(scope, name) {
			const found = await evaluate(GET, scope, name);
			return typeof found === 'string' ? parseDefinition(found) : undefined;
		},
		async put(scope, definition, { replace }) {
			const { name } = definition;
			const limit = String(DEFINITION_LIMITS.definitions);
			const values = [name, JSON.stringify(definition), replace ? '1' : '0', limit];
			return (await evaluate(PUT, scope, ...values)) === 1;
		},
		async remove(scope, name) {
			return (await evaluate(REMOVE, scope, name)) === 1;
		},
	};
}
