/** Failures of a proxy, told apart from those of the host behind it. */
import type { IntegrationError } from '../errors';
import { TargetError } from './target-policy';
import { wireError, WireError } from './wire-error';

const WHERE = 'the option "Proxy", or HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the n8n server';

/** @param host `host:port` of the proxy */
export function proxyUnreachableError(error: unknown, host: string): IntegrationError {
	const reason = wireError(error, host);
	// The policy's own words say what an administrator can do.
	if (reason instanceof TargetError) return reason;
	return new WireError(`The proxy ${host} cannot be used: ${reason.message}`, {
		code: reason.code,
		field: 'options.proxy',
		hint: `Check ${WHERE}.`,
		cause: reason.cause,
	});
}

/** The proxy returned an error of its own instead of a connection to the target. */
export function proxyRefusedError(
	host: string,
	target: string,
	status: number,
	reason: string,
): WireError {
	const line = `${status} ${reason}`.trim();
	return new WireError(`The proxy ${host} refuses the connection to ${target}: ${line}`, {
		code: 'HTTP_PROXY',
		field: 'options.proxy',
		hint:
			status === 407
				? `Add the user name and password of the proxy to its address, as in http://user:password@host:port, in ${WHERE}.`
				: `Ask the administrator of the proxy to allow ${target}, or check ${WHERE}.`,
	});
}
