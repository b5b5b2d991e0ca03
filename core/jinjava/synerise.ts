import { Fault } from './errors';
import type { TagHead } from './tags/tag';

/** Tags of Synerise that only its servers can evaluate. */
export const SYNERISE_TAGS: ReadonlySet<string> = new Set([
	'aggregate',
	'aggregatevar',
	'barcode',
	'barcodeurl',
	'catalog',
	'catalogitem',
	'catalogitemv2',
	'catalogvar',
	'document',
	'documentvar',
	'expression',
	'expressionvar',
	'kill',
	'metrics',
	'metricsvar',
	'preparelink',
	'recommendations',
	'recommendations2',
	'recommendations3',
	'recommendations_json',
	'recommendations_json2',
	'recommendations_json3',
	'screenviewcollection',
	'snippet',
	'snippetvar',
	'socialproof',
	'voucher',
	'vouchervar',
]);

const HINT = 'Fetch the value in an earlier node and insert it with {{ json.… }}.';

/** Raises an error for a tag that only Synerise's servers can evaluate. */
export function needsSynerise({ name, offset }: Pick<TagHead, 'name' | 'offset'>): void {
	if (!SYNERISE_TAGS.has(name)) return;
	throw new Fault(
		`tag "${name}" needs Synerise: only Synerise's servers can evaluate it, so it has no value here`,
		'TEMPLATE_NEEDS_SYNERISE',
		offset,
		HINT,
	);
}

/** `synerise-resign-link`, `synerise-open-in-browser` and their like. */
const SYNERISE_INSERT = /^\s*(synerise-[\w-]+)\s*(?:\||$)/;

/** Raises an error for an insert of a communication that Synerise sends. */
export function refuseSyneriseInsert(text: string, offset: number): void {
	const [, name] = SYNERISE_INSERT.exec(text) ?? [];
	if (name === undefined) return;
	throw new Fault(
		`"${name}" needs Synerise: its servers make this link for messages that they send, and it has no value here`,
		'TEMPLATE_NEEDS_SYNERISE',
		offset + text.indexOf(name),
		HINT,
	);
}
