/** Everything that the host calls. */
export * from "./backward";
export * from "./dense";
export * from "./depthwise";
export * from "./elementwise";
export * from "./forward";
export * from "./normalization";
export * from "./pooling";
export * from "./sparse";
export { setWindow } from "./window";
