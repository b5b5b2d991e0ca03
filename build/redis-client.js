/**
 * The part of @redis/client that this package uses, in place of its main file, which also brings pools, caches and
 * OpenTelemetry's set-up. The build and the tests take this file wherever the code imports `@redis/client`, with
 * `redis-commands.js` in place of its list of all commands.
 */
module.exports = {
	createClient: require('@redis/client/dist/lib/client').default.create,
	createCluster: require('@redis/client/dist/lib/cluster').default.create,
	createSentinel: require('@redis/client/dist/lib/sentinel').default.create,
	defineScript: require('@redis/client/dist/lib/lua-script').defineScript,
	ErrorReply: require('@redis/client/dist/lib/errors').ErrorReply,
};
