/** The collection "Options": what the user set, checked, and what applies otherwise. */
import { IntegrationError } from '../errors';
import type { WireOptions } from './exchange';
import type { FormReader, ItemScope } from './fields';
import type { ResponseFormat } from './response';

const MIB = 1024 * 1024;
const FORMATS: readonly string[] = [
	'autodetect',
	'json',
	'text',
	'file',
] satisfies ResponseFormat[];

const MAX_ATTEMPTS = 100;

export const DEFAULTS = {
	timeoutMs: 30_000,
	maxRedirects: 21,
	maxResponseMib: 10,
	concurrency: 10,
	requestsPerSecond: 0,
	retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000, totalTimeoutMs: 0 },
	fileProperty: 'data',
};

/** How the response is shown. */
export interface ResponseOptions {
	format: ResponseFormat;
	/** Whether status text and headers are shown in addition to status and body. */
	full: boolean;
	/** The binary property for a file. */
	fileProperty: string;
	failOnErrorStatus: boolean;
}

export const readWireOptions = (form: FormReader, scope: ItemScope): WireOptions =>
	form.once(scope, wireOptions);

function wireOptions(form: FormReader, scope: ItemScope): WireOptions {
	const read = reader(form, scope);
	const retries = read.raw('retry.retry') !== undefined;
	return {
		timeoutMs: read.number('timeout', DEFAULTS.timeoutMs, 1),
		maxResponseBytes: Math.floor(read.number('maxResponseSize', DEFAULTS.maxResponseMib, 0) * MIB),
		redirect: {
			follow:
				read.raw('redirect.redirect') !== undefined &&
				read.boolean('redirect.redirect.followRedirects', true),
			max: read.number('redirect.redirect.maxRedirects', DEFAULTS.maxRedirects, 0),
		},
		proxy: form.text('options.proxy').render(scope).trim() || undefined,
		allowUnauthorizedCerts: read.boolean('allowUnauthorizedCerts', false),
		retry: {
			maxAttempts: retries
				? read.number('retry.retry.maxAttempts', DEFAULTS.retry.maxAttempts, 1, MAX_ATTEMPTS)
				: 1,
			baseDelayMs: read.number('retry.retry.baseDelay', DEFAULTS.retry.baseDelayMs, 0),
			maxDelayMs: read.number('retry.retry.maxDelay', DEFAULTS.retry.maxDelayMs, 0),
			totalTimeoutMs: read.number('retry.retry.totalTimeout', DEFAULTS.retry.totalTimeoutMs, 0),
			anyMethod: read.boolean('retry.retry.anyMethod', false),
		},
	};
}

export const readResponseOptions = (form: FormReader, scope: ItemScope): ResponseOptions =>
	form.once(scope, responseOptions);

function responseOptions(form: FormReader, scope: ItemScope): ResponseOptions {
	const read = reader(form, scope);
	const format = read.text('response.response.responseFormat') || 'autodetect';
	if (!FORMATS.includes(format)) {
		throw invalid(
			form,
			'response.response.responseFormat',
			`unknown response format "${format}"`,
			FORMATS.join(', '),
		);
	}
	return {
		format: format as ResponseFormat,
		full: read.boolean('response.response.fullResponse', true),
		fileProperty: read.text('response.response.outputPropertyName') || DEFAULTS.fileProperty,
		failOnErrorStatus: read.boolean('failOnErrorStatus', false),
	};
}

/** How many items are sent at a time and in a second; read once for all items. */
export function readPace(
	form: FormReader,
	scope: ItemScope,
): { concurrency: number; requestsPerSecond: number } {
	const read = reader(form, scope);
	return {
		concurrency: read.number('concurrency', DEFAULTS.concurrency, 1),
		requestsPerSecond: read.number('requestsPerSecond', DEFAULTS.requestsPerSecond, 0),
	};
}

function reader(form: FormReader, scope: ItemScope) {
	const at = (name: string) => form.option(`options.${name}`, scope);
	return {
		raw: (name: string) => form.raw(`options.${name}`),
		text(name: string): string {
			const value = at(name);
			return typeof value === 'string' ? value.trim() : '';
		},
		boolean(name: string, fallback: boolean): boolean {
			const value = at(name);
			return typeof value === 'boolean' ? value : fallback;
		},
		number(name: string, fallback: number, minimum: number, maximum = Infinity): number {
			const value = at(name);
			if (value === undefined || value === null || value === '') return fallback;
			const number = typeof value === 'boolean' ? NaN : Number(value);
			if (Number.isFinite(number) && number >= minimum && number <= maximum) return number;
			const range =
				maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
			throw invalid(form, name, `must be a number ${range}`, `${fallback}`);
		},
	};
}

function invalid(form: FormReader, name: string, reason: string, suggestion: string) {
	const path = `options.${name}`;
	return new IntegrationError(`${form.label(path)}: ${reason}`, {
		code: 'OPTION_INVALID',
		field: path,
		hint: `Correct the option, for example to ${suggestion}.`,
	});
}
