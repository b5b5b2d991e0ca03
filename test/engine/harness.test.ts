import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { runNode } from '../../host/engine';

class Doubler implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Doubler',
		name: 'doubler',
		group: ['transform'],
		version: 1,
		description: 'Doubles a number',
		defaults: { name: 'Doubler' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Number', name: 'number', type: 'number', default: 0 }],
	};

	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().map((_, index) => {
				const number = this.getNodeParameter('number', index) as number;
				if (number < 0)
					throw new NodeOperationError(this.getNode(), 'Negative', { itemIndex: index });
				return { json: { result: number * 2 }, pairedItem: index };
			}),
		];
	}
}

describe('the engine harness', () => {
	it('resolves expressions of the items and returns what the node puts out', async () => {
		const run = await runNode(new Doubler(), [{ json: { n: 4 } }, { json: { n: 5 } }], {
			parameters: { number: '={{ $json.n }}' },
		});
		expect(run.outputs[0]?.map(({ json }) => json)).toEqual([{ result: 8 }, { result: 10 }]);
	});

	it('gives the error that the node raised', async () => {
		const run = await runNode(new Doubler(), [{ json: {} }], { parameters: { number: -1 } });
		expect(run).toMatchObject({
			status: 'error',
			error: { message: 'Negative', name: 'NodeOperationError' },
		});
	});
});
