using Xinglin.Server.CommandLine;

return await XinglinCommand.RunAsync(args);
