/** Our errors in n8n's shape: what went wrong as the message, what to do as the description. */
import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { IntegrationError } from '../../core/errors';
import { ExchangeError } from '../../core/outgoing/exchange-error';

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
	const details = { message, itemIndex, ...(error.hint && { description: mask(error.hint) }) };
	if (!(error instanceof ExchangeError) || error.status === undefined) {
		return new NodeOperationError(node, message, details);
	}
	const answer: JsonObject = { message, code: error.code };
	return new NodeApiError(node, answer, { ...details, httpCode: String(error.status) });
}
