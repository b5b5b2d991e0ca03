/**
 * The commands that core/store sends, and those that @redis/client itself sends when it connects; its own list names
 * all of Redis' commands, ten times the size of the client. A command that is missing here fails the tests with Redis.
 */
const AUTH = require('@redis/client/dist/lib/commands/AUTH').default;
const CLIENT_SETNAME = require('@redis/client/dist/lib/commands/CLIENT_SETNAME').default;
const CLUSTER_SLOTS = require('@redis/client/dist/lib/commands/CLUSTER_SLOTS').default;
const EVAL = require('@redis/client/dist/lib/commands/EVAL').default;
const GET = require('@redis/client/dist/lib/commands/GET').default;
const PING = require('@redis/client/dist/lib/commands/PING').default;
const READONLY = require('@redis/client/dist/lib/commands/READONLY').default;
const SCAN = require('@redis/client/dist/lib/commands/SCAN').default;
const SET = require('@redis/client/dist/lib/commands/SET').default;

const commands = {
	AUTH,
	CLIENT_SETNAME,
	CLUSTER_SLOTS,
	clusterSlots: CLUSTER_SLOTS,
	EVAL,
	eval: EVAL,
	GET,
	get: GET,
	PING,
	ping: PING,
	READONLY,
	SCAN,
	scan: SCAN,
	SET,
	set: SET,
};

module.exports = { __esModule: true, default: commands, NON_STICKY_COMMANDS: commands };
