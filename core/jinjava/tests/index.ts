import { callable, library, type Library } from '../callable';

/** Every expression test (`x is defined`) by name. */
export const expressionTests: Library<boolean> = library({
	defined: callable([], (subject) => subject !== null),
	undefined: callable([], (subject) => subject === null),
});
