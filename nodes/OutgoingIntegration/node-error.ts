/** Our errors in n8n's shape: what went wrong as the message, what to do as the description. */
import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { IntegrationError } from '../../core/errors';
import { ExchangeError } from '../../core/outgoing/exchange-error';
import { properties } from './description';

/** Where to look when the error itself does not say what to do: the field, by its name in the form. */
function placeOf({ field }: IntegrationError): string | undefined {
	const label = properties.find(({ name }) => name === field)?.displayName;
	return label && `Look at the field “${label}”.`;
}

/** @param mask takes secrets out of what is shown */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	mask: (text: string) => string,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!(error instanceof IntegrationError)) {
		const message = mask(error instanceof Error ? error.message : String(error));
		return new NodeOperationError(node, message, { itemIndex });
	}
	const message = mask(error.message);
	const advice = error.hint ?? placeOf(error);
	const details = { message, itemIndex, ...(advice && { description: mask(advice) }) };
	if (!(error instanceof ExchangeError) || error.status === undefined) {
		return new NodeOperationError(node, message, details);
	}
	const answer: JsonObject = { message, code: error.code };
	return new NodeApiError(node, answer, { ...details, httpCode: String(error.status) });
}
