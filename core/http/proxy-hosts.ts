/** Which hosts may be reached through the proxy of the environment. */
import { IntegrationError } from '../errors';
import { matchesHost } from './allowed-hosts';

/** Hosts that may be reached through the environment's proxy; without it, every public one. */
export const PROXY_HOSTS_VARIABLE = 'SYNERISE_INTEGRATIONS_PROXY_HOSTS';

/**
 * The administrator's rule for hosts behind the environment's proxy, where the address that is really connected
 * to is up to the proxy.
 * @param list comma-separated names and `*.domain`; `undefined` or empty allows every host
 */
export function proxyHostRule(
	list: string | undefined,
): (url: URL) => IntegrationError | undefined {
	const hosts = (list ?? '')
		.split(',')
		.map((host) => host.trim().toLowerCase())
		.filter((host) => host !== '');
	return ({ hostname }) =>
		hosts.length === 0 || hosts.some((host) => matchesHost(hostname, host))
			? undefined
			: new IntegrationError(`The host "${hostname}" may not be reached through the proxy`, {
					code: 'TARGET_NOT_A_PROXY_HOST',
					field: 'url',
					hint: `An n8n administrator can add it to ${PROXY_HOSTS_VARIABLE}.`,
				});
}
