return HAProxy.Net.CommandLine.Entry.Run(args);
