/** What the action does, apart from its form: a file of its own, which n8n reads when the action is first used. */
export { testCertificate } from './client-certificate';
export { testConnection } from './connection';
export { getCurlChanges } from './curl-changes';
export { getEventChanges } from './events';
export { createEvent, searchEvents } from '../shared/events';
export { executeItems } from './execute';
export { getFormFields, searchIntegration, testExistingIntegration } from './existing';
