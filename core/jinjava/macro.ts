import type { Body } from './compile/compilation';
import type { CallArguments } from './functions';
import type { Render } from './runtime/render';
import { SafeString, Special, type Value } from './runtime/values';

/** What `{% macro %}` or `{% call %}` defines: a body that is handed the arguments of each call. */
export class Macro extends Special {
	constructor(
		private readonly name: string,
		private readonly body: Body<CallArguments>,
	) {
		super();
	}

	/** Renders the body. */
	invoke(args: CallArguments, render: Render): Value {
		const text = render.nested(() => render.capture((inner) => this.body(inner, args)));
		return render.autoescape ? new SafeString(text) : text;
	}

	override get(name: string): Value | undefined {
		return name === 'name' ? this.name : undefined;
	}

	override call(): Value | undefined {
		return undefined;
	}

	override print(): string {
		return '';
	}
}
