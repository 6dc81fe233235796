export { loadDemo, type Demo } from './load.ts';
