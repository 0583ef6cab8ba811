/** Everything that the host calls. */
export * from "./dense";
export * from "./dense-step";
export * from "./depthwise";
export * from "./elementwise";
export { gatherKernel } from "./gather";
export * from "./matrix-gradient";
export * from "./normalization";
export * from "./pooled";
export * from "./pooling";
export * from "./sparse";
export * from "./tile";
export * from "./trimmed";
export * from "./turned";
export * from "./winograd";
export * from "./winograd-gradient";
export * from "./winograd-large";
export * from "./winograd-strided";
export { setWindow } from "./window";
