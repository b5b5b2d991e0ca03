/** What the trigger does, apart from its form: a bundle of its own, which n8n reads when the trigger is first used. */
export { checkSettings } from './activation';
export {
	testHeaderKeyCredential,
	testJwtCredential,
	testMetaCredential,
	testSignatureCredential,
} from './credential-tests';
export { deduplicationRedisTest } from './deduplication-redis-test';
export { executeLog } from './log/execute';
export { getRecentRequests, searchEndpoints } from './log/recent-requests';
export { searchEvents } from '../shared/events';
export { searchParameters } from './sample-list';
export { handle } from './webhook';
