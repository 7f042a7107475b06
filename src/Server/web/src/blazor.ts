/** The .NET object behind a component. */
export interface DotNet {
  invokeMethodAsync(method: string, ...values: unknown[]): Promise<unknown>;
}
