import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { monotonicClock } from '../../core/clock';
import { sentences } from '../../core/errors';
import { ALLOWED_HOSTS_VARIABLE } from '../../core/http/allowed-hosts';
import { resolvePermitted } from '../../core/http/resolver';
import { createRedisStore } from '../../core/store/redis';
import { type RedisSettings, redisSettingsOfCredential } from '../../core/store/redis-settings';
import { targetPolicy } from '../shared/http';

/** The same for a closed port, another server and a wrong password: the test must not explore the network. */
const FAILED =
	'Redis does not accept this connection. Check host, port, TLS, user and password. The reason is not shown here: it would tell about other servers of the network.';

const NOT_PUBLIC = `The test connects only to public addresses and to those that an n8n administrator opens with ${ALLOWED_HOSTS_VARIABLE} (host:port). Workflows can use this Redis all the same.`;

/** The test button of `deduplicationRedisApi`: writes and reads a key that expires at once. */
export async function deduplicationRedisTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const settings = readSettings(credential);
	if ('message' in settings) return { status: 'Error', message: settings.message };
	if (!(await mayReach(settings))) return { status: 'Error', message: NOT_PUBLIC };
	const store = createRedisStore(settings, monotonicClock);
	try {
		await store.check();
		return { status: 'OK', message: 'Connected: Redis keeps what is written to it.' };
	} catch {
		return { status: 'Error', message: FAILED };
	} finally {
		await store.close();
	}
}

function readSettings({ data }: ICredentialsDecrypted): RedisSettings | { message: string } {
	try {
		return redisSettingsOfCredential(data ?? {});
	} catch (error) {
		return { message: sentences(error) };
	}
}

/** Whether requests may go to every node, which the target policy of outgoing requests decides. */
async function mayReach({ nodes }: RedisSettings): Promise<boolean> {
	const policy = targetPolicy();
	const endpoints = nodes.map(({ host, port }) => ({ hostname: host, port, secure: true }));
	const judged = endpoints.map((endpoint) => resolvePermitted(endpoint, policy));
	return (await Promise.allSettled(judged)).every(({ status }) => status === 'fulfilled');
}
