/** n8n's items as the core reads them. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { JsonObject } from '../../core/json';
import type { OutgoingItem } from '../../core/outgoing/outgoing-integration';

/** Reads items of the input one by one; earlier steps only when a template names one. */
export function itemReader(context: IExecuteFunctions): (index: number) => OutgoingItem {
	const node = context.getNode();
	const workflow = context.getWorkflow();
	const items = context.getInputData();
	const currentStep = {
		diagramId: workflow.id ?? '',
		diagramName: workflow.name ?? '',
		blockId: node.id,
		blockName: node.name,
		executionId: context.getExecutionId() ?? '',
	};
	return (index) => ({
		index,
		context: {
			json: (items[index]?.json ?? {}) as JsonObject,
			currentStep,
			previousSteps: {
				names: () => context.getParentNodes(node.name).map(({ name }) => name),
				read: (name) => previousItem(context, name, index),
			},
		},
	});
}

/** What a step had for this item; its first item where n8n knows no pairing. */
/** What n8n's `$('Node')` gives. */
interface Step {
	item?: INodeExecutionData;
	first(): INodeExecutionData | undefined;
}

function previousItem(
	context: IExecuteFunctions,
	name: string,
	index: number,
): JsonObject | undefined {
	const { $ } = context.getWorkflowDataProxy(index) as { $(nodeName: string): Step };
	const step = $(name);
	try {
		return (step.item ?? step.first())?.json as JsonObject | undefined;
	} catch {
		return step.first()?.json as JsonObject | undefined;
	}
}
