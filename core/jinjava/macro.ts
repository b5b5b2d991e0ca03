import type { Body } from './compile/compilation';
import { Fault } from './errors';
import type { CallArguments } from './functions';
import type { Render } from './runtime/render';
import { SafeString, Special, type Value } from './runtime/values';

/** What `{% macro %}` or `{% call %}` defines: a body that is handed the arguments of each call. */
export class Macro extends Special {
	private running = false;

	constructor(
		private readonly name: string,
		private readonly body: Body<CallArguments>,
	) {
		super();
	}

	/** Renders the body; a macro cannot call itself. */
	invoke(args: CallArguments, render: Render): Value {
		if (this.running) throw new Fault(`macro "${this.name}" calls itself`, 'TEMPLATE_LIMIT');
		this.running = true;
		const text = render.nested(() => render.capture((inner) => this.body(inner, args)));
		this.running = false;
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
