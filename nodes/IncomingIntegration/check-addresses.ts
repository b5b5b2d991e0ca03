import { IntegrationError } from '../../core/errors';
import { reportAddress } from '../../core/incoming/sample';
import type { Sample } from '../../core/store/store';
import type { ConditionRow } from './conditions';
import { endpointIdOf } from './endpoint';
import { sampleKeyOf } from '../shared/owner';
import { addressOf, isExpression, rowsOf } from './picked';
import { openStore } from './services';
import { readCollection, type SettingsContext } from './settings';

/** An address that the form names, with the label of its field. */
interface NamedAddress {
	label: string;
	address: string;
}

/**
 * Checks every address that the form names, as far as it is known before a request: what an expression gives is not.
 * @returns a warning for each that the sample does not have
 * @throws {IntegrationError} `ADDRESS_INVALID`, for those that can name no parameter
 */
export async function checkAddresses(context: SettingsContext): Promise<string[]> {
	const named = namedAddresses(context);
	if (named.length === 0) return [];
	const sample = await loadSample(context);
	const reports = named.map((each) => ({ ...each, report: reportAddress(each.address, sample) }));
	const fatal = reports.filter(({ report }) => report?.fatal);
	if (fatal.length > 0) {
		const message = fatal.map(({ label, report }) => `${label}: ${report?.sentence}`).join(' ');
		throw new IntegrationError(message.replace(/\.$/, ''), {
			code: 'ADDRESS_INVALID',
			field: 'conditions',
			hint: 'Select the parameter from the list, or write its address as the list shows it',
		});
	}
	return reports.flatMap(({ label, report }) => (report ? [`${label}: ${report.sentence}`] : []));
}

/** The addresses of conditions and of deduplication, when it is on. */
function namedAddresses(context: SettingsContext): NamedAddress[] {
	const rowsIn = (parameter: string) =>
		rowsOf<ConditionRow>(context.getNodeParameter(parameter, {}, { rawExpressions: true }));
	const named = rowsIn('conditions').map((row, index) => ({
		label: `Conditions, row ${index + 1}`,
		address: addressOf(row.parameter),
	}));
	if (context.getNodeParameter('deduplication', false) === true) {
		const label = 'Parameters That Identify a Request';
		const rows = rowsIn('deduplicationParameters');
		named.push(...rows.map(({ parameter }) => ({ label, address: addressOf(parameter) })));
	}
	return named.filter(({ address }) => address !== '' && !isExpression(address));
}

/** Without a store there is no sample to compare with; publishing an endpoint that does not need it goes on. */
async function loadSample(context: SettingsContext): Promise<Sample | undefined> {
	try {
		const store = await openStore(context, readCollection(context).deduplicationStore);
		const key = sampleKeyOf(context, endpointIdOf(context));
		return key === undefined ? undefined : await store.load(key);
	} catch {
		return undefined;
	}
}
