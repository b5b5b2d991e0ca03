import { Fault } from '../errors';
import type { TagHead } from '../compile/template';

/** Tags of Synerise that are answered by its servers. */
export const SYNERISE_TAGS: ReadonlySet<string> = new Set([
	'aggregate',
	'aggregatevar',
	'barcode',
	'barcodeurl',
	'catalog',
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

/** Raises an error for a tag that only Synerise's servers can answer. */
export function needsSynerise({ name, offset }: TagHead): void {
	if (!SYNERISE_TAGS.has(name)) return;
	throw new Fault(
		`tag "${name}" needs Synerise: it is answered by Synerise's servers and has no value here`,
		'TEMPLATE_NEEDS_SYNERISE',
		offset,
		'Fetch the value in an earlier node and insert it with {{ json.… }}.',
	);
}
