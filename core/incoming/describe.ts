/** An endpoint as an OpenAPI 3.1 document for its sender. */
import type { JsonObject, JsonValue } from '../json';
import { parseAddress } from '../parameters/addresses';
import type { Sample } from '../store/store';
import { OWN_HASH } from './deduplication-hash';
import {
	loginOperation,
	securityOf,
	signedHeaders,
	type DescribedAuthentication,
} from './describe-security';

export interface Description {
	/** As far as the path, without a slash at its end. */
	baseUrl: string;
	/** Below the base URL, beginning with a slash. */
	path: string;
	title: string;
	authentication: DescribedAuthentication;
	sample: Sample;
}

/** The document; its operation carries a cURL command as a code sample. */
export function describeEndpoint(description: Description): JsonObject {
	const { baseUrl, path, title, authentication, sample } = description;
	const { method } = authentication;
	const security = securityOf(authentication);
	const failures = failuresOf(authentication);
	const schema = schemaOf(sample);
	return {
		openapi: '3.1.0',
		info: { title, version: '1.0.0' },
		servers: [{ url: baseUrl }],
		paths: {
			[path]: {
				post: {
					operationId: 'send',
					summary: 'Send data to the integration',
					...(security && { security: [{ [method]: [] }] }),
					parameters: headerParameters(sample, authentication),
					requestBody: { required: true, content: { 'application/json': { schema } } },
					responses: { ...SUCCESSES, ...failures },
					'x-codeSamples': [{ lang: 'Shell', label: 'cURL', source: curlOf(description, schema) }],
				},
			},
			...(method === 'jwt' &&
				authentication.issuesTokens && { [loginPath(path)]: { post: loginOperation(failures) } }),
		},
		...(security && { components: { securitySchemes: { [method]: security.scheme } } }),
	};
}

const loginPath = (path: string): string =>
	path.replace(/\/trigger$/, '/uauth/v2/auth/login/profile');

function headerParameters(
	{ parameters }: Sample,
	authentication: DescribedAuthentication,
): JsonObject[] {
	const schema = { type: 'string' };
	const signed = signedHeaders(authentication).map((name) => ({
		name,
		in: 'header',
		required: true,
		description: 'Part of what is signed',
		schema,
	}));
	if (!parameters.some(({ address }) => address === OWN_HASH)) return signed;
	const description = 'The same value again marks a repeated request';
	const hash = { name: 'X-Deduplication-Hash', in: 'header', required: false, description, schema };
	return [...signed, hash];
}

const ERROR: JsonObject = {
	type: 'object',
	properties: {
		status: { type: 'integer' },
		error: { type: 'string' },
		message: { type: 'string' },
		timestamp: { type: 'string' },
	},
};

const SUCCESSES: JsonObject = {
	'200': {
		description: 'Received',
		content: { 'text/plain': { schema: { type: 'string', const: 'OK' } } },
	},
	'204': { description: 'A repetition of a request that was accepted before' },
};

function failuresOf({ method }: DescribedAuthentication): JsonObject {
	const failed = (description: string, headers?: JsonObject): JsonObject => ({
		description,
		...(headers && { headers }),
		content: { 'application/json': { schema: ERROR } },
	});
	const retryAfter = {
		'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } },
	};
	return {
		'400': failed('The body is not JSON, or has too many or too deeply nested values'),
		...(method !== 'none' && { '401': failed('The sender is not authenticated') }),
		'403': failed('The sender is not permitted to send'),
		'413': failed('The body is too large'),
		'415': failed('The Content-Type or Content-Encoding is not supported'),
		'429': failed('Too many requests', retryAfter),
		'503': failed('Try again later: nothing was recorded', retryAfter),
	};
}

/** What is known of a value: the types that it had, and what is in it. */
interface Shape {
	types: Set<string>;
	properties: Map<string, Shape>;
	items?: Shape;
	isRequired: boolean;
}

const newShape = (): Shape => ({ types: new Set(), properties: new Map(), isRequired: false });

function schemaOf({ requests, parameters }: Sample): JsonObject {
	const root = newShape();
	for (const { address, type, requests: seen } of parameters) {
		const segments = parseAddress(address);
		if (!segments || address.startsWith('header:')) continue;
		const isInList = segments.some((segment) => typeof segment === 'number');
		let shape = root;
		for (const segment of segments) {
			shape.types.add(typeof segment === 'number' ? 'array' : 'object');
			shape = inner(shape, segment);
			// Positions of a list say nothing of its other elements.
			if (seen === requests && !isInList) shape.isRequired = true;
		}
		shape.types.add(type);
	}
	if (root.types.size === 0) root.types.add('object');
	return toSchema(root);
}

function inner(shape: Shape, segment: string | number): Shape {
	if (typeof segment === 'number') {
		shape.items ??= newShape();
		return shape.items;
	}
	const known = shape.properties.get(segment) ?? newShape();
	shape.properties.set(segment, known);
	return known;
}

function toSchema({ types, properties, items }: Shape): JsonObject {
	const [first, ...others] = [...types];
	const required = [...properties].filter(([, { isRequired }]) => isRequired).map(([key]) => key);
	return {
		...(first !== undefined && { type: others.length > 0 ? [first, ...others] : first }),
		...(properties.size > 0 && {
			properties: Object.fromEntries([...properties].map(([key, each]) => [key, toSchema(each)])),
		}),
		...(required.length > 0 && { required }),
		...(items && { items: toSchema(items) }),
	};
}

const EXAMPLES: Record<string, JsonValue> = { string: 'text', number: 1, boolean: true };

/** A value that the schema allows. */
function exampleOf(schema: JsonObject): JsonValue {
	const type = String([schema['type']].flat()[0]);
	if (type === 'array') return schema['items'] ? [exampleOf(schema['items'] as JsonObject)] : [];
	if (type !== 'object') return EXAMPLES[type] ?? null;
	const properties = Object.entries((schema['properties'] ?? {}) as JsonObject);
	return Object.fromEntries(properties.map(([key, each]) => [key, exampleOf(each as JsonObject)]));
}

/** For a POSIX shell. The sender puts the token or the signature in. */
function curlOf({ baseUrl, path, authentication }: Description, schema: JsonObject): string {
	const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
	const security = securityOf(authentication);
	return [
		`curl -X POST ${quoted(baseUrl + path)}`,
		`-H 'Content-Type: application/json'`,
		...(security ? [security.curl] : []),
		`-d ${quoted(JSON.stringify(exampleOf(schema)))}`,
	].join(' \\\n  ');
}
