/**
 * The part of undici that this package uses, in place of its main file, which also brings fetch, WebSocket, caches and
 * mocks. The build takes this file wherever the code imports `undici`; a name that is missing here fails the tests of
 * the packed package.
 */
const Dispatcher = require('undici/lib/dispatcher/dispatcher');

// What undici's main file does: `dispatcher.request()` and the other methods that are more than `dispatch()`.
Object.assign(Dispatcher.prototype, require('undici/lib/api'));

module.exports = {
	Agent: require('undici/lib/dispatcher/agent'),
	Client: require('undici/lib/dispatcher/client'),
	Pool: require('undici/lib/dispatcher/pool'),
	buildConnector: require('undici/lib/core/connect'),
	errors: require('undici/lib/core/errors'),
};
