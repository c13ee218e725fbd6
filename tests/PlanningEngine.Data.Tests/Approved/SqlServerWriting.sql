SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
INSERT INTO [Products] ([ProductKey], [Code], [Cost], [EndDate], [LaunchDate], [Level1], [Level2], [Level3], [LoadKey], [ModifiedAt], [Name], [PredecessorProductKey], [PredecessorShare], [Price], [Unit], [Version])
VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15);

-- next

SET IMPLICIT_TRANSACTIONS OFF;
SET NOCOUNT ON;
UPDATE [Products] SET [Name] = @p0, [Version] = @p1
OUTPUT 1
WHERE [ProductKey] = @p2 AND [Version] = @p3;

-- next

DELETE FROM [d]
FROM [Dates] AS [d]
WHERE [d].[DateKey] <> 0

-- next

DELETE FROM [f]
FROM [Forecasts] AS [f]
WHERE [f].[PlanVersionKey] = @version

-- next

DELETE FROM [r]
FROM [RunCheckpoints] AS [r]
WHERE [r].[RunKey] = 7

-- next

UPDATE [p]
SET [p].[Status] = @p,
    [p].[Version] = [p].[Version] + 1
FROM [PlanVersions] AS [p]
WHERE [p].[PlanKey] = 1 AND [p].[ScenarioKey] = 1 AND [p].[Status] = 1

-- next

MERGE [KeySequences] WITH (HOLDLOCK) AS [s]
USING (SELECT @name AS [Name]) AS [wanted] ON [s].[Name] = [wanted].[Name]
WHEN MATCHED THEN UPDATE SET [Next] = [s].[Next] + @count
WHEN NOT MATCHED THEN INSERT ([Name], [Next]) VALUES (@name, 1 + @count)
OUTPUT inserted.[Next] - @count;

-- next

DECLARE @granted int;
EXEC @granted = sp_getapplock @Resource = N'PlanningEngine.Seed', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 60000;
IF @granted < 0 THROW 50001, N'Another server has been preparing this database for a minute. Maybe start again.', 1;

-- next

SELECT [p].[Kind], [s].[PlanVersionKey], (
    SELECT TOP(1) [k].[Next]
    FROM [KeySequences] AS [k]
    WHERE [k].[Name] = N'Commits')
FROM [Plans] AS [p]
LEFT JOIN (
    SELECT [p1].[PlanVersionKey], [p1].[PlanKey] AS [PlanKey0]
    FROM [Plans] AS [p0]
    INNER JOIN [PlanVersions] AS [p1] ON [p0].[PlanKey] = [p1].[PlanKey]
    WHERE [p0].[IsDefault] = CAST(1 AS bit) AND [p1].[ScenarioKey] = 1 AND [p1].[Status] = 1
) AS [s] ON [p].[PlanKey] = [s].[PlanKey0]
WHERE [p].[IsDefault] = CAST(1 AS bit)
ORDER BY [p].[Kind]
