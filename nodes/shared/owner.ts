/** Whose samples, request logs and event definitions are. */
import type { FunctionsBase, IExecuteFunctions } from 'n8n-workflow';

import { sampleKey } from '../../core/incoming/sample';

/**
 * The project of the workflow that runs, or whose form asks: n8n sets it, and drops what a user without access to the
 * project claims. n8n's interface for nodes does not show it; an n8n that stops setting it leaves the workflow itself,
 * which a form does not know.
 * @returns `undefined` when neither is known: then nothing may be shown
 */
export function scopeOf(context: Pick<FunctionsBase, 'getWorkflow'>): string | undefined {
	const { additionalData } = context as { additionalData?: { projectId?: unknown } };
	const projectId = additionalData?.projectId;
	if (typeof projectId === 'string' && projectId !== '') return `project:${projectId}`;
	const { id } = context.getWorkflow();
	return id ? `workflow:${id}` : undefined;
}

/** Whose data a run of a node may use; `undefined` when n8n does not tell. */
export const scopeOfRun = (context: IExecuteFunctions): string | undefined =>
	// A sub-workflow may be JSON of its caller's, which can claim the ID of any workflow.
	context.getMode() === 'integrated' ? undefined : scopeOf(context);

/** Names the sample of an endpoint as its owner's own; `undefined` when n8n does not tell whose it is. */
export function sampleKeyOf(
	context: Pick<FunctionsBase, 'getWorkflow'>,
	endpointId: string,
): string | undefined {
	const scope = scopeOf(context);
	return scope && sampleKey(scope, endpointId);
}
