using Xinglin.Records.Files;

namespace Xinglin.Server.SignIn;

/// <summary>The accounts without a server around them, for the command line.</summary>
public static class AccountServices
{
    public static ServiceProvider Open(string dataFolder)
    {
        DataFolder.Prepare(dataFolder);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSignIn(dataFolder);
        return services.BuildServiceProvider();
    }
}
