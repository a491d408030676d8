using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Pyxpro.Sdk.Benchmarks;
using Pyxpro.Sdk.Benchmarks.Gate;
using Pyxpro.Sdk.Benchmarks.Growth;

switch (args)
{
    case ["gate"]:
        return await GateCommand.RunAsync() ? 0 : 1;
    case ["growth"]:
        return GrowthCommand.Run() ? 0 : 1;
    default:
        BenchmarkSwitcher
            .FromAssembly(typeof(Samples).Assembly)
            .Run(args, DefaultConfig.Instance.WithArtifactsPath("artifacts/benchmarks"));
        return 0;
}
