return await PlanningEngine.Cli.Planctl.RunAsync(args, PlanningEngine.Cli.Terminal.Screen.OfProcess());
