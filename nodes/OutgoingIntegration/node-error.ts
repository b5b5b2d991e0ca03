/** Our errors in n8n's shape: what went wrong as the message, what to do as the description. */
import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { IntegrationError } from '../../core/errors';
import { StatusError } from '../../core/outgoing/outgoing-integration';

export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!(error instanceof IntegrationError)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error), {
			itemIndex,
		});
	}
	const { message, hint } = error;
	const details = { message, itemIndex, ...(hint !== undefined && { description: hint }) };
	if (error instanceof StatusError || error.code.startsWith('HTTP_')) {
		const response: JsonObject = { message, code: error.code };
		const httpCode = error instanceof StatusError ? { httpCode: String(error.status) } : {};
		return new NodeApiError(node, response, { ...details, ...httpCode });
	}
	return new NodeOperationError(node, message, details);
}
