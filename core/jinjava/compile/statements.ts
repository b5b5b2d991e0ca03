/** The statements of a template or of a tag's body, in order. */
import { Completion, type Execute } from '../runtime/render';
import { writePaths, type PathInsert } from './insert';

/** What runs, or an insert that prints a path and runs together with those next to it. */
export type Statement = Execute | PathInsert;

export class Statements {
	private readonly all: Execute[] = [];
	private paths: PathInsert[] = [];

	add(statement: Statement): void {
		if (typeof statement !== 'function') {
			this.paths.push(statement);
			return;
		}
		this.endPaths();
		this.all.push(statement);
	}

	/** Runs them until one of them leaves the loop around it. */
	execute(): Execute {
		this.endPaths();
		const statements = this.all;
		if (statements.length === 1) return statements[0] as Execute;
		return (render) => {
			for (let at = 0; at < statements.length; at += 1) {
				const completion = (statements[at] as Execute)(render);
				if (completion !== Completion.Normal) return completion;
			}
			return Completion.Normal;
		};
	}

	private endPaths(): void {
		if (this.paths.length === 0) return;
		this.all.push(writePaths(this.paths));
		this.paths = [];
	}
}

export function writeText(text: string): Execute {
	return (render) => {
		render.write(text);
		return Completion.Normal;
	};
}
