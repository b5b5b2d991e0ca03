import { callable, library, type Library } from '../callable';
import { print } from '../runtime/print';

export const strings: Library = library({
	upper: callable([], (subject) => print(subject).toUpperCase()),
	lower: callable([], (subject) => print(subject).toLowerCase()),
	trim: callable([], (subject) => print(subject).trim()),
});
