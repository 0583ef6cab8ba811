// The part of WebAssembly that the kernels use. TypeScript declares it only among the DOM's types, which pure rooms and
// Node do not have.
declare namespace WebAssembly {
  type ExportValue = ((...args: number[]) => number | undefined) | Memory | Global | Table;
  type ImportValue = ((...args: number[]) => number | undefined) | Memory | Global | Table | number;

  class Module {
    constructor(bytes: ArrayBuffer | ArrayBufferView);
  }

  class Instance {
    constructor(module: Module, imports?: Record<string, Record<string, ImportValue>>);
    readonly exports: Record<string, ExportValue>;
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  class Global {
    constructor(descriptor: { value: "i32" | "i64" | "f32" | "f64"; mutable?: boolean }, value?: number);
    value: number;
  }

  class Table {
    constructor(descriptor: { element: "anyfunc"; initial: number; maximum?: number });
    readonly length: number;
  }

  function validate(bytes: ArrayBuffer | ArrayBufferView): boolean;
  function compile(bytes: ArrayBuffer | ArrayBufferView): Promise<Module>;
}
