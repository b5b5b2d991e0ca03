import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';
import {
	readAcceptReply,
	type AcceptReply,
	type AcceptReplyFields,
} from '../../core/incoming/accept-reply';
import { compileAllowedIps, type AddressFilter } from '../../core/incoming/allowed-ips';
import { splitList } from '../../core/incoming/jwt/settings';
import type { DeduplicationSettings, IncomingSettings } from '../../core/incoming/settings';
import type { StoreChoice } from '../../core/store/choose';
import type { RequestLogLimits } from '../../core/store/request-log';
import { readAuthentication } from './authentication';
import { readConditions } from './conditions';
import { endpointIdOf } from './endpoint';
import { sampleKeyOf } from '../shared/owner';
import { addressOf, rowsOf, type PickedParameter } from './picked';

const MEBIBYTE = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

/** n8n's own default, and so ours. */
const DEFAULT_MAX_BODY_MIB = 16;
const DEFAULT_WINDOW_DAYS = 7;
const MAX_DEDUPLICATION_PARAMETERS = 5;

/** The parameter `settings`. */
export interface SettingsCollection {
	acceptJsonSuffixes?: boolean;
	allowedIps?: unknown;
	collectFor?: unknown;
	deduplicationStore?: StoreChoice;
	deduplicationWindow?: number;
	keepSensitiveHeaders?: boolean;
	largeNumbersAsText?: boolean;
	maxBodySize?: unknown;
	rateLimit?: unknown;
	requestLog?: unknown;
	requestsPerExecution?: unknown;
	/** The binary property that gets the bytes of the body. */
	rawBody?: string;
	response?: { reply?: AcceptReplyFields };
}

/** What a request and an activation have in common. */
export type SettingsContext = IWebhookFunctions | IHookFunctions;

/**
 * The node's parameters and credentials as the settings of its endpoint.
 * @throws {IntegrationError} naming the parameter or field that cannot be used
 */
export async function readSettings(context: IWebhookFunctions): Promise<IncomingSettings> {
	const settings = readCollection(context);
	return {
		endpointId: endpointIdOf(context),
		sampleKey: sampleKeyOf(context, endpointIdOf(context)),
		integrationName: String(context.getNodeParameter('integrationName', '')),
		authentication: await readAuthentication(
			context,
			context.getNodeParameter('authentication', 'jwt'),
		),
		deduplication: readDeduplication(context, settings),
		conditions: readConditions(context),
		rateLimit: readRateLimit(settings),
		maxBodyBytes: maxBodyBytes(settings),
		isAllowedIp: readAllowedIps(settings),
		keepSensitiveHeaders: settings.keepSensitiveHeaders === true,
		acceptJsonSuffixes: settings.acceptJsonSuffixes === true,
		largeNumbersAsText: settings.largeNumbersAsText === true,
		acceptReply: acceptReplyOf(settings),
		isTest: context.getMode() === 'manual',
	};
}

export const readCollection = (context: SettingsContext): SettingsCollection =>
	(context.getNodeParameter('settings', {}) ?? {}) as SettingsCollection;

/** @throws {IntegrationError} `DEDUPLICATION_PARAMETERS_INVALID`, `DEDUPLICATION_WINDOW_INVALID` */
export function readDeduplication(
	context: SettingsContext,
	{ deduplicationWindow = DEFAULT_WINDOW_DAYS }: SettingsCollection,
): DeduplicationSettings | undefined {
	if (context.getNodeParameter('deduplication', false) !== true) return undefined;
	const rows = context.getNodeParameter('deduplicationParameters', {});
	const addresses = rowsOf<{ parameter?: PickedParameter }>(rows)
		.map(({ parameter }) => addressOf(parameter))
		.filter(Boolean);
	if (addresses.length === 0) {
		// A test request may bring the sample to select from.
		if (context.getMode() === 'manual') return undefined;
		throw invalidParameters('none is selected');
	}
	if (addresses.length > MAX_DEDUPLICATION_PARAMETERS) {
		throw invalidParameters(
			`${addresses.length} are selected, up to ${MAX_DEDUPLICATION_PARAMETERS} are possible`,
		);
	}
	return { addresses, windowMs: windowMs(deduplicationWindow) };
}

const invalidParameters = (problem: string): IntegrationError =>
	new IntegrationError(`Parameters That Identify a Request: ${problem}`, {
		code: 'DEDUPLICATION_PARAMETERS_INVALID',
		field: 'deduplicationParameters',
		hint: 'Select those that together tell one request from another, or switch Deduplication Hash Generator off.',
	});

/**
 * Stores count whole milliseconds.
 * @throws {IntegrationError} `DEDUPLICATION_WINDOW_INVALID`
 */
function windowMs(days: unknown): number {
	const milliseconds = Math.round(Number(days) * DAY_MS);
	if (milliseconds > 0 && Number.isSafeInteger(milliseconds)) return milliseconds;
	throw new IntegrationError(
		`Deduplication Window (Days): "${String(days)}" must be a number of days above 0`,
		{
			code: 'DEDUPLICATION_WINDOW_INVALID',
			field: 'deduplicationWindow',
			hint: 'Enter for example 7.',
		},
	);
}

/** @throws {IntegrationError} `ACCEPT_REPLY_INVALID`, or a fault of the template */
export const acceptReplyOf = ({ response }: SettingsCollection): AcceptReply | undefined =>
	response?.reply && readAcceptReply(response.reply);

/** @throws {IntegrationError} `RATE_LIMIT_INVALID` */
export function readRateLimit({ rateLimit = 0 }: SettingsCollection): number {
	const perSecond = rateLimit === null || rateLimit === '' ? NaN : Number(rateLimit);
	if (Number.isSafeInteger(perSecond) && perSecond >= 0) return perSecond;
	throw new IntegrationError(
		`Rate Limit: "${String(rateLimit)}" must be a whole number of requests a second`,
		{
			code: 'RATE_LIMIT_INVALID',
			field: 'rateLimit',
			hint: 'Enter for example 50, or 0 for no limit.',
		},
	);
}

const MAX_LOG_ENTRIES = 10_000;
const MAX_LOG_DAYS = 365;

export const DEFAULT_LOG_LIMITS: RequestLogLimits = { entries: 1_000, maxAgeMs: 7 * DAY_MS };

/** @throws {IntegrationError} `REQUEST_LOG_INVALID` */
export function readRequestLog({ requestLog }: SettingsCollection): RequestLogLimits {
	const { entries = DEFAULT_LOG_LIMITS.entries, days = DEFAULT_WINDOW_DAYS } = (requestLog ??
		{}) as { entries?: unknown; days?: unknown };
	const count = entries === null || entries === '' ? NaN : Number(entries);
	if (!Number.isSafeInteger(count) || count < 0 || count > MAX_LOG_ENTRIES) {
		throw invalidLog(
			`Entries: "${String(entries)}" must be a whole number from 0 to ${MAX_LOG_ENTRIES}`,
			'Enter for example 1000, or 0 to keep no log.',
		);
	}
	const maxAgeMs = Math.round(Number(days) * DAY_MS);
	if (!(maxAgeMs > 0 && maxAgeMs <= MAX_LOG_DAYS * DAY_MS)) {
		throw invalidLog(
			`Days: "${String(days)}" must be a number above 0, up to ${MAX_LOG_DAYS}`,
			'Enter for example 7.',
		);
	}
	return { entries: count, maxAgeMs };
}

const invalidLog = (problem: string, hint: string): IntegrationError =>
	new IntegrationError(`Request Log: ${problem}`, {
		code: 'REQUEST_LOG_INVALID',
		field: 'requestLog',
		hint,
	});

/** @throws {IntegrationError} `ALLOWED_IPS_INVALID` */
export function readAllowedIps({ allowedIps }: SettingsCollection): AddressFilter {
	const list = splitList(allowedIps);
	if (list.length === 0 && String(allowedIps ?? '').trim() !== '') {
		throw new IntegrationError(`Allowed IPs: "${String(allowedIps)}" names no address`, {
			code: 'ALLOWED_IPS_INVALID',
			field: 'allowedIps',
			hint: 'Write addresses such as 203.0.113.7, or remove the setting to let every address send.',
		});
	}
	return compileAllowedIps(list);
}

/** @throws {IntegrationError} `MAX_BODY_SIZE_INVALID` */
export function maxBodyBytes({ maxBodySize = DEFAULT_MAX_BODY_MIB }: SettingsCollection): number {
	const hostLimit = Number(process.env.N8N_PAYLOAD_SIZE_MAX) || DEFAULT_MAX_BODY_MIB;
	const bytes = Math.floor(Math.min(Number(maxBodySize), hostLimit) * MEBIBYTE);
	if (bytes > 0) return bytes;
	throw new IntegrationError(
		`Max Body Size (MiB): "${String(maxBodySize)}" must be a number above 0`,
		{
			code: 'MAX_BODY_SIZE_INVALID',
			field: 'maxBodySize',
			hint: `Enter for example ${DEFAULT_MAX_BODY_MIB}.`,
		},
	);
}
